"""The page of one frame: what can be said of it without a script."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.test import Client
from django.utils.translation import gettext, override

from annotations.models import Attribution, Layer
from annotations.web.words import SENTENCES
from tests.cast import Cast, find_span, make_article, make_frame

PAGE = "/w/desk/articles/{}/frames/{}/"


def test_what_a_frame_goes_back_to_is_chosen_among_the_earlier_ones(cast: Cast, client: Client) -> None:
    actor = cast.actor("annotator")
    version = make_article(actor, "AFP said no. It added yes. It left.")
    frames = [make_frame(actor, version, cue=find_span(actor, version, words)) for words in ("said", "added", "left")]
    first, middle, _ = frames
    client.force_login(cast.annotator, backend="django.contrib.auth.backends.ModelBackend")
    path = PAGE.format(version.article.uid, middle.uid)
    shown = client.get(path)
    assert [value for value, _ in shown.context["choices"]["antecedent"]] == ["", str(first.uid)]
    sent = {"revision": "1", "resolution": "pro_drop", "cue_kind": "verb", "attitude": ""}
    client.post(f"{path}edit/", {**sent, "antecedent": str(first.uid)})
    middle.refresh_from_db()
    assert (middle.antecedent_frame_id, middle.resolution) == (first.pk, "pro_drop")
    assert (
        '<p class="faint field-whole" data-slot="antecedent" dir="auto" lang="en">said</p>'
        in client.get(path).content.decode()
    )
    client.post(f"{path}edit/", {**sent, "revision": "2", "attitude": "belief"})
    middle.refresh_from_db()
    assert (middle.antecedent_frame_id, middle.attitude) == (first.pk, "belief"), "a form without the field leaves it"
    client.post(f"{path}edit/", {**sent, "revision": "3", "antecedent": ""})
    middle.refresh_from_db()
    assert middle.antecedent_frame_id is None


def test_a_refusal_is_told_in_the_readers_language(cast: Cast, client: Client) -> None:
    actor = cast.actor("annotator")
    version = make_article(actor, "AFP said no.")
    frame = make_frame(actor, version, cue=find_span(actor, version, "said"))
    client.force_login(cast.annotator, backend="django.contrib.auth.backends.ModelBackend")
    path = PAGE.format(version.article.uid, frame.uid)
    refusals = {
        "edit/": ({"revision": "7"}, "revision.stale"),
        "claims/": ({"statement": " ", "kind": "past_fact"}, "field.required"),
        "remove/": ({"revision": "7"}, "revision.stale"),
    }
    for act, (sent, rule) in refusals.items():
        answer = client.post(path + act, sent, headers={"Accept-Language": "ar"})
        assert answer["Location"] == path, act
        with override("ar"):
            assert [str(one) for one in get_messages(answer.wsgi_request)][-1:] == [gettext(str(SENTENCES[rule]))], act
    assert Attribution.objects.get().revision == 1


def test_a_layer_of_somebody_else_is_not_touched(cast: Cast, client: Client) -> None:
    actor = cast.actor("editor")
    version = make_article(actor, "AFP said no.")
    theirs = Layer.objects.create(
        workspace=actor.workspace, created_by=actor.username, version=version, kind="independent", annotator="editor"
    )
    frame = make_frame(actor, version, cue=find_span(actor, version, "said", layer=theirs))
    client.force_login(cast.annotator, backend="django.contrib.auth.backends.ModelBackend")
    path = PAGE.format(version.article.uid, frame.uid)
    acts = [("edit/", {}), ("claims/", {"statement": "No.", "kind": "past_fact"}), ("remove/", {})]
    assert [client.post(path + act, sent).status_code for act, sent in acts] == [403, 403, 403]
    assert Attribution.objects.get().revision == 1
