"""What becomes of an action's refusal on a page: it stands beside its field or over the page, and nothing is lost.

What a person may not do at all is no refusal of a value: it goes on to the door of the page (`access.page`), a 403.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from annotations.errors import DeniedError, DomainError, StaleError
from annotations.web.words import sentence_of


@contextmanager
def refused_in(form: Form) -> Iterator[None]:
    """Do what may be refused; the refusal then stands in the form, and what follows in the block is left out."""
    try:
        yield
    except DeniedError:
        raise
    except DomainError as error:
        blame(form, error)
        if isinstance(error, StaleError):
            _renew_revision(form, error.current)


@contextmanager
def refused_over(request: HttpRequest) -> Iterator[None]:
    """Do what may be refused; the refusal is then a message on the next page, and the rest of the block is left out."""
    try:
        yield
    except DeniedError:
        raise
    except DomainError as error:
        messages.error(request, sentence_of(error))


def blame(form: Form, error: DomainError) -> None:
    """Put the refusal beside the field that it names, or over the whole form."""
    field = (error.field or "").split(".")[0]
    form.add_error(field if field in form.fields else None, sentence_of(error))


def _renew_revision(form: Form, current: int) -> None:
    """After somebody else's change: let the person's second look save over the row as it is now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["revision"] = str(current)  # type: ignore[index]
