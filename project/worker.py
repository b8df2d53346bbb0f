"""What each worker process of the web server runs: the application, and an eye on its parent."""

from __future__ import annotations

from project.asgi import application
from project.parent import end_with_parent
from project.processes import collect_seldom

__all__ = ["application"]

end_with_parent()
collect_seldom()
