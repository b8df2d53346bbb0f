"""The data directory: the database, the secret key and the demo accounts' passwords."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from project.embedded import StartError
from project.embedded.places import give_to_owner, prepare_root

PROJECT = Path(__file__).resolve().parent.parent
DEMO_USERS = ("reader", "annotator", "editor", "second-editor", "admin")


def data_directory() -> Path:
    """`ISNAD_DATA`, or `data` inside the project: absolute."""
    return Path(os.environ.get("ISNAD_DATA") or PROJECT / "data").expanduser().absolute()


def secret_key(root: Path) -> str:
    """The key that sessions are signed with, made at first use and kept in `root`, readable by its owner only."""
    return _keep(root, "secret-key", lambda: secrets.token_urlsafe(50)).strip()


def accounts_file(root: Path) -> Path:
    """Where the passwords of the demo workspace are kept."""
    return root / "demo-accounts.txt"


def demo_passwords(root: Path) -> dict[str, str]:
    """User names of the demo workspace and their passwords, made at first use and kept in `root`, mode 0600."""
    text = _keep(root, accounts_file(root).name, _new_accounts)
    pairs = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return {pair[0]: pair[1].strip() for pair in pairs if len(pair) == 2}


def _new_accounts() -> str:
    return "".join(f"{user:<14} {secrets.token_urlsafe(12)}\n" for user in DEMO_USERS)


def _keep(root: Path, name: str, make: Callable[[], str]) -> str:
    """The content of a private file, which is written whole or not at all, and once, whoever comes first."""
    prepare_root(root)
    path = root / name
    try:
        if not path.exists():
            draft = root / f".{name}.{secrets.token_hex(8)}"
            draft.touch(mode=0o600)
            draft.write_text(make())
            give_to_owner(draft, root)
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text()
    except OSError as error:
        raise StartError(
            f"Cannot use {path} ({error.strerror}): the data directory belongs to somebody else; "
            "name another with ISNAD_DATA."
        ) from None
