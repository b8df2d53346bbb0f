"""The state of a claim, by the table of the design, from the two intervals and what is decisive."""

from __future__ import annotations

from annotations.corroboration.findings import Interval, State


def state_of(
    supporting: Interval, refuting: Interval, *, supported: bool, refuted: bool, withdrawn: bool = False
) -> State:
    """Return the state that these hold.

    `supported` and `refuted` tell whether decisive evidence counts on that side, `withdrawn` whether support was
    taken back by its origin. A side is empty exactly if its maximum is 0: what nobody can judge still disputes.
    "Unverifiable" is never computed.
    """
    if withdrawn and supporting.max == 0:
        return "retracted"
    if supported or refuted:
        return _decided(supported=supported, refuted=refuted)
    if supporting.max == 0 and refuting.max == 0:
        return "unverified"
    if supporting.max == 0:
        return "refuted" if refuting.min >= 2 else "disputed"
    if refuting.max:
        return "disputed"
    return "corroborated" if supporting.min >= 2 else "single_source"


def _decided(*, supported: bool, refuted: bool) -> State:
    if supported and refuted:
        return "disputed"
    return "confirmed" if supported else "refuted"
