"""The page of one frame: what can be said of it without a script."""

from __future__ import annotations

from django.test import Client

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
