"""Whether a threat, an intent or a prediction still runs: what somebody stated, and what time has made of it since.

A claim that was stated to be open has lapsed from its horizon on, unless somebody states otherwise. That is read off
the clock wherever a claim is read, never written down: so it is right at every moment, and nothing has to run for it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.models import Claim
from annotations.vocabulary import Validity

VALIDITY_THEN = "CASE WHEN t.validity = 'open' AND t.horizon <= %(known_at)s THEN 'lapsed' ELSE t.validity END"
"""The same in SQL, over a row `t` of claims."""


def validity_at(stated: str, horizon: datetime | None, at: datetime | None = None) -> str:
    """The validity at this time (None: now) of a claim of which `stated` was stated."""
    ran_out = horizon is not None and horizon <= (at or timezone.now())
    return Validity.LAPSED.value if ran_out and stated == Validity.OPEN else stated


def ran_out(claim: Claim, at: datetime | None = None) -> bool:
    """Whether time alone, and nobody's word, makes the claim lapsed at this time (None: now)."""
    return validity_at(claim.validity, claim.horizon, at) != claim.validity


def valid_then(rows: QuerySet[Any], validity: str, at: datetime | None = None) -> QuerySet[Any]:
    """Those of the `rows` (claims) that have this validity at this time (None: now)."""
    past = Q(validity=Validity.OPEN, horizon__lte=at or timezone.now())
    if validity == Validity.LAPSED:
        return rows.filter(Q(validity=Validity.LAPSED) | past)
    found: QuerySet[Any] = rows.filter(validity=validity)
    # Not `exclude`: what is not to be is NULL for most rows.
    open_still = Q(horizon__isnull=True) | Q(horizon__gt=at or timezone.now())
    return found.filter(open_still) if validity == Validity.OPEN else found
