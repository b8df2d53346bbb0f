"""The voices behind a claim as its page shows them: intervals, paths, roots, differences, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from annotations.corpus import ClaimEvidence, Place
from annotations.corroboration import Difference, Grade, Interval, Judgement, Merge, Path, Root, Stance, Voices
from annotations.models import SourceRelation, Workspace
from annotations.text import isolated
from annotations.web.drawings import ChainWords, Drawing, draw_chain
from annotations.web.voice_words import COUNTS, DRAWN, NOT_DECISIVE, SIDES, SIGNS, WHY

MOST_PATHS = 300
"""Paths that the page lists at most; the API has them all."""
PATHS_AT_FIRST = 40
"""Paths, roots and differences that it lists before somebody asks for more."""
_STANCES: tuple[Stance, ...] = ("supports", "refutes", "qualifies", "updates", "corrects", "retracts")
_WEAKEST_FIRST: tuple[Grade, ...] = ("E", "F", "D", "C", "B", "A")


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a path: who, where that leads, its grade ("" if nobody graded it), and when it was said."""

    name: str
    address: str
    grade: str
    at: datetime | None
    breaks: bool


@dataclass(frozen=True, slots=True)
class ShownPath:
    steps: tuple[Step, ...]
    root: str
    grade: str
    ungraded: bool
    counts: str
    counts_words: str | Promise
    why: str | Promise


@dataclass(frozen=True, slots=True)
class ShownRoot:
    """`grade` is the best that a counting path to it has; `merged` says why its sources are one."""

    name: str
    names: tuple[str, ...]
    people: int
    unknown: bool
    counts: str
    counts_words: str | Promise
    grade: str
    merged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """All that is told of one stance."""

    stance: Stance
    words: str | Promise
    interval: Interval
    drawing: Drawing
    paths: tuple[ShownPath, ...]
    paths_in_all: int
    roots: tuple[ShownRoot, ...]
    most: int
    differences: tuple[str, ...]
    differences_in_all: int

    @property
    def counting(self) -> tuple[ShownRoot, ...]:
        return tuple(root for root in self.roots if root.counts != "not")

    @property
    def first_roots(self) -> tuple[ShownRoot, ...]:
        """Those that are listed, the ones that count before the others."""
        return tuple(sorted(self.roots, key=lambda root: root.counts == "not"))[: self.most]

    @property
    def first_paths(self) -> tuple[ShownPath, ...]:
        """Those that are listed, the ones that do not count, with why, before the others."""
        return tuple(sorted(self.paths, key=lambda path: path.counts != "not"))[: self.most]

    @property
    def circular(self) -> int:
        """How many paths come back to themselves."""
        return sum(path.why == WHY["circular"] for path in self.paths)


class Told:
    """Puts one judgement into words; `most` bounds its lists. One query for the statements that it rests on."""

    def __init__(
        self, workspace: Workspace, evidence: ClaimEvidence, judgement: Judgement, *, most: int = MOST_PATHS
    ) -> None:
        self._slug = workspace.slug
        self._most = most
        self._evidence = evidence
        self._judgement = judgement
        self._links = {link.key: link for link in evidence.case.links}
        stated = [uid for voices in judgement.stances.values() for uid in _statements(voices)]
        found = SourceRelation.objects.filter(workspace=workspace, uid__in=stated)
        self._relations = {str(one.uid): one for one in found}

    def sides(self) -> list[Side]:
        """Each stance that has evidence, those for and against the claim first."""
        return [self._side(one) for one in _STANCES if one in self._judgement.stances]

    def decisions(self) -> list[str | Promise]:
        """Why what an editor called decisive is not."""
        return [NOT_DECISIVE[one.why_not] for one in self._judgement.decisions if one.why_not]

    def _side(self, stance: Stance) -> Side:
        voices = self._judgement.stances[stance]
        return Side(
            stance=stance,
            words=SIDES[stance],
            interval=voices.interval,
            drawing=self._drawn(stance, voices),
            paths=tuple(self._path(path) for path in voices.paths[:MOST_PATHS]),
            paths_in_all=len(voices.paths),
            roots=tuple(self._root(root, voices.paths) for root in voices.roots),
            most=self._most,
            differences=tuple(self._difference(one) for one in voices.differences[: self._most]),
            differences_in_all=voices.differences_in_all,
        )

    def _drawn(self, stance: Stance, voices: Voices) -> Drawing:
        interval = voices.interval
        words = ChainWords(
            name_of=self._name,
            voice_of={link.key: link.voice for link in self._evidence.case.links},
            label=str(DRAWN[stance]),
            description=_(
                "From reports on the one side to roots on the other: at least %(min)d and at most %(max)d voices."
                " The list below says the same in words."
            )
            % {"min": interval.min, "max": interval.max},
            unknown=_("unknown origin"),
            merged=lambda number: (
                ngettext("%(number)d source", "%(number)d sources as one", number) % {"number": number}
            ),
            people=lambda number: ngettext("%(number)d person", "%(number)d people", number) % {"number": number},
            counts={key: str(value) for key, value in SIGNS.items()},
            differs=_("provably different"),
            circular=_("circular"),
        )
        return draw_chain(voices, words, right_to_left=get_language_bidi(), key=f"chain-{stance}")

    def _name(self, voice: str) -> str:
        name = self._evidence.names.get(voice)
        if name:
            return name
        if name is None:
            return _("not in this workspace")
        return _("the newsroom itself") if voice == "newsroom" else _("unknown origin")

    def _path(self, path: Path) -> ShownPath:
        return ShownPath(
            steps=tuple(self._step(key, breaks=key == path.at) for key in path.links),
            root=self._name(path.root) if path.root else "",
            grade=path.grade or "",
            ungraded=bool(path.ungraded),
            counts=path.counts,
            counts_words=COUNTS[path.counts],
            why=WHY[path.why] if path.why else "",
        )

    def _step(self, key: str, *, breaks: bool) -> Step:
        link = self._links.get(key)
        if link is None:
            return Step(_("not in this workspace"), "", "", None, breaks)
        address = self._address(self._evidence.places[key])
        return Step(self._name(link.voice), address, link.grade or "", link.at, breaks)

    def _address(self, place: Place) -> str:
        if place.exhibit is not None or (place.article is None and place.source is None):
            return ""
        if place.article is not None and place.kind in ("report", "article", "copied"):
            return reverse("article", kwargs={"workspace": self._slug, "uid": place.article})
        if place.source is not None:
            return reverse("source", kwargs={"workspace": self._slug, "uid": place.source})
        return ""

    def _root(self, root: Root, paths: Iterable[Path]) -> ShownRoot:
        names = tuple(self._name(voice) for voice in root.voices)
        return ShownRoot(
            name=_("unknown origin") if root.unknown else names[0],
            names=names,
            people=root.people,
            unknown=root.unknown,
            counts=root.counts,
            counts_words=COUNTS[root.counts],
            grade=_best_grade(root, paths),
            merged=tuple(self._merge(merge) for merge in root.merges),
        )

    def _merge(self, merge: Merge) -> str:
        names = {"a": isolated(self._name(merge.a)), "b": isolated(self._name(merge.b))}
        if merge.why == "institution":
            return _("“%(a)s” speaks officially for “%(b)s”.") % names
        return self._stated(_("“%(a)s” and “%(b)s” are stated to be the same") % names, merge.by)

    def _difference(self, one: Difference) -> str:
        a, b = one.voices
        names = {"a": isolated(self._name(a)), "b": isolated(self._name(b))}
        if one.why == "stated":
            return self._stated(_("“%(a)s” ≠ “%(b)s”: stated to be different") % names, one.by)
        if one.why == "named":
            return _("“%(a)s” ≠ “%(b)s”: two different names.") % names
        return _("“%(a)s” ≠ “%(b)s”: nobody has both affiliations.") % names

    def _stated(self, words: str, key: str) -> str:
        relation = self._relations.get(key)
        if relation is None:
            return f"{words}."
        return _("%(words)s by %(who)s: %(reason)s") % {
            "words": words,
            "who": relation.created_by,
            "reason": relation.reason,
        }


def _statements(voices: Voices) -> list[str]:
    merges = [merge.by for root in voices.roots for merge in root.merges if merge.why == "stated"]
    return [*merges, *(one.by for one in voices.differences[:MOST_PATHS] if one.by)]


def _best_grade(root: Root, paths: Iterable[Path]) -> str:
    """The best grade of the paths by which the root counts; "" where the best has none at all."""
    grades = [path.grade for path in paths if path.root == root.key and path.counts == root.counts]
    known = [grade for grade in _WEAKEST_FIRST if grade in grades]
    return known[-1] if known else ""
