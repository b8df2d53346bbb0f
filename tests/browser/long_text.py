"""A text as long as any: 1.2 million code points, ten thousand spans. Rows are made directly, as in tests.cast."""

from __future__ import annotations

from annotations.models import ArticleVersion, Attribution, Layer, Span
from annotations.policies import Actor
from tests.cast import make_article, shared_layer

SENTENCE = "وقالت المصادر {} 👩🏽‍👧🏽 إن واشنطن حَذَّرَت AFP من ذلك. Officials {} told cafés that it holds. "
PARAGRAPH = 3  # sentences
SPAN_ROLES = (("وقالت", 1, 5), ("المصادر", 0, 7))


def make_long_article(actor: Actor, *, code_points: int, spans: int) -> ArticleVersion:
    """An article of about so many code points, with frames of a cue and a source each, spread evenly."""
    lines: list[str] = []
    length = 0
    while length < code_points:
        line = "".join(SENTENCE.format(len(lines) * PARAGRAPH + k, k) for k in range(PARAGRAPH)).rstrip()
        lines.append(line)
        length += len(line) + 1
    text = "\n".join(lines)
    version = make_article(actor, text, title="نص طويل", language="ar", direction="rtl")
    layer = shared_layer(version)
    starts = _starts(text, spans // 2)
    made = Span.objects.bulk_create(
        _span(actor, version, layer, text.index(word, start, start + 40) + first, word[first : first + size])
        for start in starts
        for word, first, size in SPAN_ROLES
    )
    Attribution.objects.bulk_create(
        Attribution(
            workspace=actor.workspace, created_by=actor.username, version=version, layer=layer, cue=cue, source=source
        )
        for cue, source in zip(made[::2], made[1::2], strict=True)
    )
    return version


def _starts(text: str, count: int) -> list[int]:
    """Where so many sentences begin, spread over the text."""
    every = [0]
    while (at := text.find("وقالت", every[-1] + 1)) >= 0:
        every.append(at)
    return [every[k * len(every) // count] for k in range(count)]


def _span(actor: Actor, version: ArticleVersion, layer: Layer, start: int, exact: str) -> Span:
    return Span(
        workspace=actor.workspace, created_by=actor.username, version=version, layer=layer,
        segments=[start, start + len(exact)], exact=exact, prefix=version.text[max(0, start - 32) : start],
        suffix=version.text[start + len(exact) : start + len(exact) + 32],
    )  # fmt: skip
