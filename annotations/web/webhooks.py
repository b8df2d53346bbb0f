"""Webhooks: administrators make them, switch them, and see what was sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from annotations.actions.webhooks import add_webhook, edit_webhook, remove_webhook, replay
from annotations.models import Delivery, Webhook
from annotations.policies import Ability
from annotations.web.access import PageRequest, page
from annotations.web.forms.webhooks import WebhookForm
from annotations.web.refusals import refused_in, refused_over

LISTED = 20


@page(Ability.MANAGE_WEBHOOKS, post=Ability.MANAGE_WEBHOOKS)
def webhooks(request: PageRequest) -> HttpResponse:
    """The workspace's webhooks, and a form for another. A secret that was made is in this answer, and nowhere else."""
    form = WebhookForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            _made, secret = add_webhook(actor=request.actor, **form.cleaned_data)
            form = WebhookForm()
    rows = _own(request).order_by("-pk")
    context = {"form": form, "secret": secret, "webhooks": rows}
    response = render(request, "webhooks/list.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _own(request: PageRequest) -> Any:
    return Webhook.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)


@page(Ability.MANAGE_WEBHOOKS, post=Ability.MANAGE_WEBHOOKS)
def webhook(request: PageRequest, webhook: UUID) -> HttpResponse:
    """One webhook with its last deliveries. POST `step`: off, on, or remove."""
    found = get_object_or_404(_own(request), uid=webhook)
    slug = request.actor.workspace.slug
    if request.method == "POST":
        step = request.POST.get("step")
        if step == "remove":
            remove_webhook(actor=request.actor, webhook=found, expected=None)
            messages.success(request, _("The webhook is gone."))
            return redirect("webhooks", workspace=slug)
        if step in ("on", "off"):
            edit_webhook(actor=request.actor, webhook=found, expected=None, active=step == "on")
        return redirect("webhook", workspace=slug, webhook=found.uid)
    sent = Delivery.objects.filter(webhook=found).order_by("-pk")[:LISTED]
    return render(request, "webhooks/page.html", {"webhook": found, "deliveries": sent})


@page(Ability.MANAGE_WEBHOOKS, post=Ability.MANAGE_WEBHOOKS)
def delivery_replay(request: PageRequest, webhook: UUID, delivery: UUID) -> HttpResponse:
    """Send a message again. GET only leads back."""
    found = get_object_or_404(_own(request), uid=webhook)
    if request.method == "POST":
        sent = get_object_or_404(Delivery.objects.filter(webhook=found), uid=delivery)
        with refused_over(request):
            replay(actor=request.actor, delivery=sent)
            messages.success(request, _("The message is sent again."))
    return redirect("webhook", workspace=request.actor.workspace.slug, webhook=found.uid)
