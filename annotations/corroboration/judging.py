"""How many voices stand behind a claim and against it, and what state that gives it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from annotations.corroboration.chains import Chains
from annotations.corroboration.colouring import bits, chromatic_number
from annotations.corroboration.distinctness import Distinctness
from annotations.corroboration.findings import (
    Counts,
    Decision,
    Interval,
    Judgement,
    Merge,
    Path,
    Root,
    Voices,
    Why,
)
from annotations.corroboration.identity import Identity, merges_of
from annotations.corroboration.states import state_of
from annotations.corroboration.values import Case, Evidence, Link, Stance, Statement, Voice, VoiceKind
from annotations.corroboration.version import RULE_VERSION

_NOBODY = Interval(0, 0)
_ON_RECORD: frozenset[VoiceKind] = frozenset(
    {"named_person", "named_organisation", "state", "named_group", "newsroom", "document", "outlet"}
)


def judge(case: Case, *, valid_at: datetime | None = None) -> Judgement:
    """Return the intervals of `case`, every reason for them, and the state.

    With `valid_at` only evidence counts that bore on the claim by then; evidence without a date does not. The answer
    depends on what the case holds alone, never on its order.
    """
    merges = merges_of(case.statements, case.voices)
    identity = Identity(merges)
    links = {link.key: link for link in case.links}
    timely = {one.key: _untimely(one, valid_at) for one in case.evidence}
    withdrawn = _withdrawn(case, links, identity, timely)
    chains = Chains(links, identity, withdrawn)
    paths = {one.key: _in_time(chains.paths_of(one), timely[one.key]) for one in case.evidence}
    stances: dict[Stance, Voices] = {}
    for stance in sorted({one.stance for one in case.evidence}):
        own = [path for one in _ordered(case.evidence) if one.stance == stance for path in paths[one.key]]
        stances[stance] = _voices(case, _Known(identity, links, merges), own, left_out=chains.left_out)
    decisions = tuple(
        _decision(one, paths[one.key], case.voices, links) for one in _ordered(case.evidence) if one.decisive
    )
    supporting, refuting = (stances[side].interval if side in stances else _NOBODY for side in _SIDES)
    return Judgement(
        state=state_of(
            supporting,
            refuting,
            supported=_any_holds(decisions, case.evidence, "supports"),
            refuted=_any_holds(decisions, case.evidence, "refutes"),
            withdrawn=any(path.why == "retracted" for path in _paths(stances, "supports")),
        ),
        supporting=supporting,
        refuting=refuting,
        stances=stances,
        decisions=decisions,
        void=_void(case.statements, identity),
        rule_version=RULE_VERSION,
    )


_SIDES: tuple[Stance, Stance] = ("supports", "refutes")


def _ordered(evidence: Iterable[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda one: one.key)


def _paths(stances: Mapping[Stance, Voices], stance: Stance) -> tuple[Path, ...]:
    return stances[stance].paths if stance in stances else ()


def _untimely(evidence: Evidence, valid_at: datetime | None) -> Why | None:
    if valid_at is None:
        return None
    if evidence.bears_from is None:
        return "undated"
    return "not_yet" if evidence.bears_from > valid_at else None


def _in_time(paths: Sequence[Path], why: Why | None) -> Sequence[Path]:
    if why is None:
        return paths
    return [path if path.counts == "not" else replace(path, counts="not", why=why, at=path.links[0]) for path in paths]


def _withdrawn(
    case: Case, links: Mapping[str, Link], identity: Identity, timely: Mapping[str, Why | None]
) -> dict[str, datetime | None]:
    """The groups that took back what they had said, and until when that reaches: None, always."""
    until: dict[str, datetime | None] = {}
    for one in _ordered(case.evidence):
        if one.stance != "retracts" or timely[one.key] is not None:
            continue
        for path in Chains(links, identity).paths_of(one):
            if path.root is not None and path.counts != "not":
                earlier = until.get(path.root, one.bears_from)
                until[path.root] = None if earlier is None or one.bears_from is None else max(earlier, one.bears_from)
    return until


class _Known(NamedTuple):
    """What is worked out once for all stances."""

    identity: Identity
    links: Mapping[str, Link]
    merges: Sequence[Merge]


def _voices(case: Case, known: _Known, paths: Sequence[Path], *, left_out: bool) -> Voices:
    """The interval of the roots that `paths` lead to: all that count for the maximum, the firm ones for the minimum."""
    best: dict[str, Counts] = {}
    for path in paths:
        if path.root is not None and best.get(path.root) != "fully":
            best[path.root] = path.counts if path.counts != "not" else best.get(path.root, "not")
    stated = {voice.key: _people(voice) for voice in case.voices}
    firm_people = _people_of(paths, known.links, stated, ("fully",))
    people = _people_of(paths, known.links, stated, ("fully", "max_only"))
    graph = Distinctness(case, known.identity, sorted(best))
    firm = [place for place, group in enumerate(graph.groups) if group in firm_people]
    here = sum(1 << place for place in firm)
    within = _compact([graph.neighbours[place] & here for place in firm], firm)
    fewest = chromatic_number(within, [firm_people[graph.groups[place]] for place in firm])
    differences, in_all = graph.differences()
    return Voices(
        interval=Interval(fewest.fewest, sum(people.values()), fewest.exact),
        paths=tuple(paths),
        roots=_roots(case.voices, known, best, people),
        differences=differences,
        differences_in_all=in_all,
        paths_left_out=left_out,
    )


def _people(voice: Voice) -> int:
    """How many people are stated; the official voices of an institution are one."""
    return 1 if voice.institution else max(1, voice.count)


def _people_of(
    paths: Iterable[Path], links: Mapping[str, Link], stated: Mapping[str, int], counts: Container[Counts]
) -> dict[str, int]:
    """For each root that counts so, the greatest number stated of a source in which a path ends that counts so.

    A number that is stated of the same people on another occasion says nothing of how many of them speak here.
    """
    people: dict[str, int] = {}
    for path in paths:
        if path.root is not None and path.counts in counts:
            number = stated.get(links[path.links[-1]].voice, 1)
            people[path.root] = max(number, people.get(path.root, 1))
    return people


def _compact(masks: Sequence[int], places: Sequence[int]) -> list[int]:
    """The same graph over its own vertices alone, numbered anew."""
    if len(places) == (places[-1] + 1 if places else 0):
        return list(masks)
    new_place = {old: new for new, old in enumerate(places)}
    return [sum(1 << new_place[old] for old in bits(mask)) for mask in masks]


def _roots(
    voices: Iterable[Voice], known: _Known, best: Mapping[str, Counts], people: Mapping[str, int]
) -> tuple[Root, ...]:
    members: dict[str, list[Voice]] = {group: [] for group in best}
    why: dict[str, list[Merge]] = {group: [] for group in best}
    for voice in sorted(voices, key=lambda one: one.key):
        if (group := known.identity.group(voice.key)) in members:
            members[group].append(voice)
    for merge in known.merges:
        if (group := known.identity.group(merge.a)) in why:
            why[group].append(merge)
    return tuple(
        Root(
            key=group,
            voices=tuple(voice.key for voice in members[group]) or (group,),
            merges=tuple(why[group]),
            people=people.get(group, 1),
            counts=best[group],
            unknown=bool(members[group]) and all(voice.kind == "unknown_origin" for voice in members[group]),
        )
        for group in sorted(best)
    )


def _decision(
    evidence: Evidence, paths: Sequence[Path], voices: Iterable[Voice], links: Mapping[str, Link]
) -> Decision:
    """Whether what an editor called decisive is: it counts fully, is on record, and no interested party's denial."""
    if evidence.stance == "refutes" and evidence.interested:
        return Decision(evidence.key, holds=False, why_not="interested_denial")
    full = [path for path in paths if path.counts == "fully"]
    if not full:
        return Decision(evidence.key, holds=False, why_not="does_not_count")
    if evidence.decisive == "competent_party":
        ends = {links[path.links[-1]].voice for path in full}
        if not any(voice.key in ends and voice.kind in _ON_RECORD for voice in voices):
            return Decision(evidence.key, holds=False, why_not="not_on_record")
    return Decision(evidence.key, holds=True)


def _any_holds(decisions: Iterable[Decision], evidence: Iterable[Evidence], stance: Stance) -> bool:
    side = {one.key for one in evidence if one.stance == stance}
    return any(one.holds and one.evidence in side for one in decisions)


def _void(statements: Iterable[Statement], identity: Identity) -> tuple[Statement, ...]:
    parted = [one for one in statements if one.kind == "distinct" and identity.group(one.a) == identity.group(one.b)]
    return tuple(sorted(parted, key=lambda one: one.key))
