"""The search and the filters over a list, as the address carries them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from annotations.web.access import PageRequest


@dataclass(frozen=True)
class Filters:
    """`q` and the chosen values by name; "" where nothing is chosen."""

    q: str
    chosen: dict[str, str]
    wants_list_only: bool

    @classmethod
    def of(cls, request: PageRequest, names: tuple[str, ...]) -> Filters:
        """Read them; NUL, which no row can hold, is dropped."""
        given = {name: request.GET.get(name, "").replace("\x00", "").strip()[:300] for name in ("q", *names)}
        only = bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target") == "list"
        return cls(given.pop("q"), given, only)

    def exact(self) -> dict[str, str]:
        """The chosen values as the arguments of a queryset's filter."""
        return {name: value for name, value in self.chosen.items() if value}

    @property
    def any(self) -> bool:
        """Whether anything is searched or chosen."""
        return bool(self.q or self.exact())

    @property
    def query(self) -> str:
        """The query string that repeats them, ending in & where it is not empty: for links to other pages."""
        given = {"q": self.q, **self.chosen}
        encoded = urlencode({name: value for name, value in given.items() if value})
        return f"{encoded}&" if encoded else ""
