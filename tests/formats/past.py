"""A corpus with a record of every type, and what may happen to it later."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from annotations.actions import (
    FrameDraft,
    accept_resemblance,
    add_comment,
    add_exhibit,
    add_version,
    assert_state,
    confirm_state,
    corroborate,
    delete_attribution,
    delete_claim,
    delete_comment,
    delete_exhibit,
    delete_mention,
    delete_source,
    delete_span,
    dismiss_namesake,
    edit_article,
    edit_attribution,
    edit_claim,
    edit_comment,
    edit_corroboration,
    edit_exhibit,
    edit_mention,
    edit_source,
    import_records,
    lift_state,
    move_span,
    open_layer,
    reject_corroboration,
    relate_sources,
    restore,
    retract_article,
    retract_exhibit,
    set_progress,
    transition,
    undo,
    withdraw_relation,
)
from annotations.formats import import_format
from annotations.models import (
    Article,
    ArticleVersion,
    Attribution,
    Comment,
    Corroboration,
    Exhibit,
    Layer,
    Mention,
    Resemblance,
    Source,
    SourceRelation,
    Span,
)
from annotations.policies import Actor
from annotations.vocabulary import Way
from tests.actions.worked import Desk
from tests.bench.corpus import corpus
from tests.cast import Cast, make_article, make_claim, make_source, make_span


class Past:
    """Each `later_` is an action, or a step of SQL that passes all actions by. In their order none is refused."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.desk = Desk(cast)
        self.actor: Actor = cast.actor("editor")
        one, two = self.desk.voice("an official", reliability="B"), self.desk.voice("another official")
        self.desk.accept(self.desk.report("AFP", one, at="2020-09-27T10:00Z"), self.desk.report("Herald", two))
        self.desk.report("Post", one, polarity="denies")
        self.desk.relate("distinct", one, two)
        exhibit = add_exhibit(actor=self.actor, kind="document", title="A deed", url="https://example.org/1").object
        corroborate(actor=self.actor, claim=self.desk.claim, exhibit=exhibit, stance="qualifies")
        spare = add_exhibit(actor=self.actor, kind="image", title="A picture", url="https://example.org/2").object
        pair = {"article": self.desk.articles["Post"], "other": self.desk.articles["AFP"]}
        offer = Resemblance.objects.create(workspace=cast.workspace, similarity=0.9, **pair)
        accept_resemblance(actor=self.actor, resemblance=offer, origin="copy", reason="word by word")
        for target in (self.frame.uid, self.desk.claim.uid, exhibit.uid):
            add_comment(actor=self.actor, target=target, body="?")
        set_progress(actor=self.actor, layer=self.layer, starts=[0], state="done")
        transition(actor=self.actor, claim=self.desk.claim, to="marked")
        self.spare, self.sources = spare, (one, two)
        self.unused = make_source(self.actor, "Nobody"), make_claim(self.actor, "Nothing."), self._lone()

    def _lone(self) -> Span:
        """A span that nothing uses."""
        return make_span(self.actor, ArticleVersion.objects.get(article=self.desk.articles["Post"]), (0, 2))

    @property
    def layer(self) -> Layer:
        return Layer.objects.filter(version__article=self.desk.articles["AFP"]).earliest("pk")

    @property
    def frame(self) -> Attribution:
        return Attribution.objects.filter(layer=self.layer).earliest("pk")

    def later_article(self) -> None:
        edit_article(actor=self.actor, article=self.desk.articles["AFP"], expected=None, title="Other", outlet="Sun")

    def later_source(self) -> None:
        edit_source(actor=self.actor, source=self.sources[0], expected=None, descriptor="a minister", reliability="E")

    def later_claim(self) -> None:
        edit_claim(
            actor=self.actor, claim=self.desk.claim, expected=None, statement="It closed.", horizon="2020-10-01T00:00Z"
        )

    def later_rows(self) -> None:
        """By nobody's action."""
        Source.objects.filter(workspace=self.cast.workspace).update(nationality="IQ")
        Mention.objects.filter(workspace=self.cast.workspace).update(credibility=6)
        Article.objects.filter(pk=self.desk.articles["Post"].pk).update(created_at=F("created_at") - timedelta(days=1))

    def later_step(self) -> None:
        transition(actor=self.actor, claim=self.desk.claim, to="in_review")

    def later_span(self) -> None:
        move_span(actor=self.actor, span=Span.objects.earliest("pk"), segments=[[0, 2]], expected=None)

    def later_frame(self) -> None:
        draft = FrameDraft(attitude="belief", contents=[])
        edit_attribution(actor=self.actor, attribution=self.frame, draft=draft, expected=None)

    def later_frame_gone(self) -> None:
        delete_attribution(actor=self.actor, attribution=self.frame, expected=None)

    def later_frame_back(self) -> None:
        gone = Attribution._meta.apps.get_model("annotations", "AttributionHistory")
        restore(actor=self.actor, model=Attribution, uid=gone._default_manager.earliest("pk").uid)

    def later_mention(self) -> None:
        edit_mention(actor=self.actor, mention=Mention.objects.earliest("pk"), expected=None, polarity="questions")

    def later_mention_gone(self) -> None:
        delete_mention(actor=self.actor, mention=Mention.objects.earliest("pk"), expected=None)

    def later_comment(self) -> None:
        edit_comment(actor=self.actor, comment=Comment.objects.latest("pk"), expected=None, body="!", resolved=True)

    def later_comment_gone(self) -> None:
        delete_comment(actor=self.actor, comment=Comment.objects.earliest("pk"), expected=None)

    def later_undo(self) -> None:
        undo(actor=self.actor, layer=self.layer)

    def later_redo(self) -> None:
        undo(actor=self.actor, layer=self.layer, way=Way.REDO)

    def later_unused_gone(self) -> None:
        source, claim, span = self.unused
        delete_source(actor=self.actor, source=source, expected=None)
        delete_claim(actor=self.actor, claim=claim, expected=None)
        delete_span(actor=self.actor, span=span, expected=None)

    def later_one_source(self) -> None:
        statement = SourceRelation.objects.latest("pk")
        withdraw_relation(actor=self.actor, relation=statement, reason="we were wrong")
        one, two = self.sources
        relate_sources(actor=self.actor, kind="same", a=one, b=two, reason="one man")

    def later_no_namesake(self) -> None:
        one, two = Source.objects.order_by("pk")[:2]
        dismiss_namesake(actor=self.actor, a=one, b=two)

    def later_verdict(self) -> None:
        row = Resemblance.objects.earliest("pk")
        accept_resemblance(actor=self.actor, resemblance=row, origin="unknown", reason="neither")

    def later_stance(self) -> None:
        row = Corroboration.objects.filter(exhibit__isnull=False).earliest("pk")
        edit_corroboration(actor=self.actor, corroboration=row, expected=None, stance="refutes")

    def later_evidence(self) -> None:
        row = Corroboration.objects.filter(state="accepted").earliest("pk")
        reject_corroboration(actor=self.actor, corroboration=row, reason="no")

    def later_override(self) -> None:
        row = assert_state(actor=self.actor, claim=self.desk.claim, state="confirmed", reason="we saw it")
        confirm_state(actor=self.cast.actor("second_editor"), claim=self.desk.claim, number=row.number)

    def later_override_lifted(self) -> None:
        lift_state(actor=self.actor, claim=self.desk.claim, reason="we did not")

    def later_retraction(self) -> None:
        retract_article(actor=self.actor, article=self.desk.articles["AFP"], reason="withdrawn")

    def later_exhibit(self) -> None:
        edit_exhibit(actor=self.actor, exhibit=Exhibit.objects.earliest("pk"), expected=None, title="A forgery")

    def later_exhibit_retracted(self) -> None:
        retract_exhibit(actor=self.actor, exhibit=Exhibit.objects.earliest("pk"), reason="forged")

    def later_exhibit_gone(self) -> None:
        delete_exhibit(actor=self.actor, exhibit=self.spare, expected=None)

    def later_progress(self) -> None:
        set_progress(actor=self.actor, layer=self.layer, starts=[0], state="open")

    def later_version(self) -> None:
        article = Article.objects.get(pk=self.desk.articles["AFP"].pk)
        add_version(actor=self.actor, article=article, text="An official said that all is well.", captured_how="pasted")

    def later_layer(self) -> None:
        open_layer(actor=self.actor, version=self.layer.version, kind="independent")

    def later_another(self) -> None:
        make_article(self.actor, "Another one")

    def later_file(self) -> None:
        import_records(actor=self.actor, incoming=import_format("isnad-jsonl").read([corpus(1, frames=2)]))


LATER = [name for name in vars(Past) if name.startswith("later_")]
