"""`workspace/rechecks/`: after how many days claims in each state are to be looked at again."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import set_recheck_days
from annotations.api.base import ApiView
from annotations.api.bodies import object_of, read_fields
from annotations.api.encoding import time_or_none
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT
from annotations.corpus.rechecks import rechecks
from annotations.policies import Ability


class Rechecks(ApiView):
    @operation(
        Ability.READ, "rechecks_list", "After how many days claims in each state are due to be looked at again",
        gives="Rechecks", parameters=(KNOWN_AT,),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        return self.told()

    @operation(
        Ability.SET_RECHECKS, "rechecks_set", "Choose the days of some states; null is never",
        takes="RecheckDays", gives="Rechecks", about="States that are not named stay. Claims are due anew at once.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        body = read_fields(request.data, ("days",), required=("days",))
        set_recheck_days(actor=self.actor, days=object_of(body["days"]))
        return self.told()

    def told(self) -> HttpResponse:
        results = [
            {
                "state": one.state.value,
                "days": one.days,
                "default": one.default,
                "chosen_by": one.by,
                "chosen_at": time_or_none(one.at),
            }
            for one in rechecks(self.within)
        ]
        return self.answer({"results": results, "next": None})
