"""The list of claims: searched, filtered, and as of other times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from annotations.corpus import rows_at, select
from annotations.corpus.claim_list import ListedClaim, listed_claims
from annotations.corpus.stood import due_now, due_then, present_rows, standing_then
from annotations.corpus.validity import valid_then
from annotations.errors import DomainError, RuleBrokenError
from annotations.models import Claim
from annotations.policies import Ability, may
from annotations.text import fold_plain
from annotations.vocabulary import AssessmentState, ClaimKind, Validity, Workflow
from annotations.web.access import PageRequest, page
from annotations.web.claim_times import Times, times_of
from annotations.web.filters import Filters
from annotations.web.paging import NEWEST, Order, in_order
from annotations.web.words import sentence_of

OF_THE_CLAIM = ("kind", "workflow")
AXES = ("valid_at", "known_at")
CHOSEN = (*OF_THE_CLAIM, "validity", "assessment", "due", *AXES)
DUE = {"now": timedelta(0), "week": timedelta(days=7)}
DUE_FIRST = Order("d", "due")
DUE_WORDS = (("now", gettext_lazy("overdue")), ("week", gettext_lazy("within a week")))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which claims are asked for, and as of which times: `known_at` is settled. `wrong` says what is left out."""

    request: PageRequest
    filters: Filters
    valid_at: datetime | None = None
    known_at: datetime | None = None
    wrong: list[str] = field(default_factory=list)

    def within(self, model: type[Any]) -> QuerySet[Any]:
        """The workspace's rows, now or as of `known_at`."""
        workspace = self.request.actor.workspace
        if self.known_at is None:
            return present_rows(workspace.pk, model)
        return rows_at(model, workspace=workspace.pk, known_at=self.known_at)

    def claims(self) -> QuerySet[Any]:
        """Every filter narrows what the others leave."""
        rows: QuerySet[Any] = self.within(Claim).filter(workspace__memberships__user=self.request.actor.user)
        chosen = self.filters.exact()
        if self.filters.q:
            rows = rows.matching(fold_plain(self.filters.q))  # type: ignore[attr-defined]
        rows = rows.filter(**{name: chosen[name] for name in OF_THE_CLAIM if name in chosen})
        if validity := chosen.get("validity"):
            rows = valid_then(rows, validity, self.valid_at or self.known_at)
        if state := chosen.get("assessment"):
            present = self.known_at is None
            rows = rows.filter(standing__effective=state) if present else standing_then(rows, self.within, state)
        if (wait := DUE.get(chosen.get("due", ""))) is not None:
            before = (self.known_at or timezone.now()) + wait
            present = self.known_at is None
            workspace = self.request.actor.workspace.pk
            rows = due_now(rows, workspace, before) if present else due_then(rows, self.within, before)
        return rows

    @property
    def order(self) -> Order:
        """The newest first; of what is due, what is due first."""
        return DUE_FIRST if self.filters.chosen["due"] in DUE else NEWEST

    @property
    def query_now(self) -> str:
        """The query string of the same list as of now."""
        chosen = {name: value for name, value in self.filters.exact().items() if name not in AXES}
        return urlencode({**({"q": self.filters.q} if self.filters.q else {}), **chosen})

    @property
    def query_then(self) -> str:
        """The query string that shows one of the claims as of the same times; with its question mark, or empty."""
        times = {name: self.filters.chosen[name] for name in AXES if getattr(self, name) is not None}
        return f"?{urlencode(times)}" if times else ""

    def listed(self, claims: list[Claim]) -> list[ListedClaim]:
        workspace = self.request.actor.workspace
        return listed_claims(workspace.pk, claims, known_at=self.known_at, valid_at=self.valid_at)


@page()
def claims(request: PageRequest) -> HttpResponse:
    """The list. htmx gets the list alone."""
    filters = Filters.of(request, CHOSEN)
    asked = asked_of(request, filters)
    listed_page = in_order(asked.claims(), request.GET.get("page", ""), asked.order)
    context = {
        "section": "claims",
        "filters": filters,
        "asked": asked,
        "times": Times(asked.valid_at, asked.known_at),
        "page": listed_page,
        "rows": asked.listed(listed_page.rows),
        "may_add": bool(may(request.actor, Ability.WRITE_CLAIM)),
        "kinds": ClaimKind.choices,
        "workflows": Workflow.choices,
        "states": AssessmentState.choices,
        "validities": Validity.choices,
        "dues": DUE_WORDS,
    }
    return render(request, "claims/list.html#list" if filters.wants_list_only else "claims/list.html", context)


def asked_of(request: PageRequest, filters: Filters) -> Asked:
    """Read the times. One that cannot be had counts as now, and is named with the reason."""
    times = times_of(request.GET)
    wrong = times.complaints
    known_at, valid_at = None, times.valid_at
    try:
        if times.known_at is not None:
            known_at = select(workspace=request.actor.workspace, known_at=times.known_at).known_at
    except DomainError as error:
        wrong.append(sentence_of(error))
    if valid_at is not None and filters.chosen["assessment"]:
        wrong.append(sentence_of(RuleBrokenError("valid_at.assessment", "", field="valid_at")))
        valid_at = None
    return Asked(request, filters, valid_at, known_at, wrong)
