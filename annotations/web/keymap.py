"""The keys of the workbench: what can be done, by which keys unless a person chose others, and what may be chosen.

A key is named by its place on the keyboard (`KeyS`, as `KeyboardEvent.code`), so that it serves an Arabic layout too;
`?` alone goes by what it types. `Ctrl` is Command on a Mac. What moves the caret extends the selection with Shift.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.errors import RuleBrokenError

LETTERS: Final = "letters"
"""Setting beside the actions: "off" where single keys are switched off."""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """One thing to do. `id` is known to keys.js, `keys` are the defaults; what `moves` extends with Shift."""

    id: str
    label: str | Promise
    keys: tuple[str, ...]
    moves: bool = False


Group = tuple[str | Promise, tuple[KeyAction, ...]]

GROUPS: Final[tuple[Group, ...]] = (
    (
        gettext_lazy("Moving in the text (with Shift: selecting)"),
        (
            KeyAction("letter_left", gettext_lazy("a letter to the left"), ("ArrowLeft",), moves=True),
            KeyAction("letter_right", gettext_lazy("a letter to the right"), ("ArrowRight",), moves=True),
            KeyAction("line_up", gettext_lazy("a line up"), ("ArrowUp",), moves=True),
            KeyAction("line_down", gettext_lazy("a line down"), ("ArrowDown",), moves=True),
            KeyAction("word_left", gettext_lazy("a word to the left"), ("Ctrl+ArrowLeft",), moves=True),
            KeyAction("word_right", gettext_lazy("a word to the right"), ("Ctrl+ArrowRight",), moves=True),
            KeyAction("clitic_left", gettext_lazy("an edge inside a word, leftwards"), ("BracketLeft",), moves=True),
            KeyAction("clitic_right", gettext_lazy("an edge inside a word, rightwards"), ("BracketRight",), moves=True),
            KeyAction("sentence_back", gettext_lazy("a sentence back"), ("Comma",), moves=True),
            KeyAction("sentence_on", gettext_lazy("a sentence on"), ("Period",), moves=True),
            KeyAction("paragraph_back", gettext_lazy("a paragraph back"), ("Ctrl+ArrowUp",), moves=True),
            KeyAction("paragraph_on", gettext_lazy("a paragraph on"), ("Ctrl+ArrowDown",), moves=True),
            KeyAction("line_start", gettext_lazy("to the beginning of the line"), ("Home",), moves=True),
            KeyAction("line_end", gettext_lazy("to the end of the line"), ("End",), moves=True),
            KeyAction("text_start", gettext_lazy("to the beginning of the text"), ("Ctrl+Home",), moves=True),
            KeyAction("text_end", gettext_lazy("to the end of the text"), ("Ctrl+End",), moves=True),
            KeyAction("span_on", gettext_lazy("the next marked words"), ("KeyX",)),
            KeyAction("span_back", gettext_lazy("the marked words before"), ("KeyZ",)),
            KeyAction("frame_on", gettext_lazy("the next frame"), ("KeyJ",)),
            KeyAction("frame_back", gettext_lazy("the frame before"), ("KeyK",)),
        ),
    ),
    (
        gettext_lazy("Marking the selected words"),
        (
            KeyAction("source", gettext_lazy("source"), ("KeyS",)),
            KeyAction("cue", gettext_lazy("cue"), ("KeyC",)),
            KeyAction("content", gettext_lazy("content"), ("KeyT",)),
            KeyAction("addressee", gettext_lazy("addressee"), ("KeyA",)),
            KeyAction("channel", gettext_lazy("channel"), ("KeyH",)),
            KeyAction("assert", gettext_lazy("the outlet says so"), ("KeyP",)),
            KeyAction("add_piece", gettext_lazy("keep these words and add others"), ("Equal", "NumpadAdd")),
            KeyAction("take_piece", gettext_lazy("take these words out again"), ("Minus", "NumpadSubtract")),
            KeyAction("aid", gettext_lazy("whole words, or letter by letter"), ("KeyW",)),
        ),
    ),
    (
        gettext_lazy("Frames"),
        (
            KeyAction("make", gettext_lazy("make the frame, or open the one at the caret"), ("Enter", "NumpadEnter")),
            KeyAction("change", gettext_lazy("change the parts of the selected frame"), ("KeyE",)),
            KeyAction("edge", gettext_lazy("move the edges of the marked words; again: the other edge"), ("KeyR",)),
            KeyAction("nest", gettext_lazy("put the frame into the one around it"), ("KeyN",)),
            KeyAction("unnest", gettext_lazy("take the frame out of the one around it"), ("KeyU",)),
            KeyAction("speaker", gettext_lazy("who speaks"), ("KeyV",)),
            KeyAction("claim", gettext_lazy("what is claimed"), ("KeyM",)),
            KeyAction("details", gettext_lazy("parts and details"), ("KeyD",)),
            KeyAction("accept", gettext_lazy("accept the suggestion"), ("KeyY",)),
            KeyAction("remove", gettext_lazy("take the frame away"), ("Delete", "Backspace")),
            KeyAction("let_go", gettext_lazy("let go: the selection, what is being built, the frame"), ("Escape",)),
        ),
    ),
    (
        gettext_lazy("Around the text"),
        (
            KeyAction("find", gettext_lazy("find in the text"), ("KeyF",)),
            KeyAction("outline", gettext_lazy("outline and filter"), ("KeyO",)),
            KeyAction("comments", gettext_lazy("comments on the frame"), ("KeyL",)),
            KeyAction("looked", gettext_lazy("paragraph: looked at; again: open"), ("Shift+KeyB",)),
            KeyAction("done", gettext_lazy("paragraph: done; again: open"), ("KeyB",)),
            KeyAction("reading", gettext_lazy("the text alone, to be read"), ("KeyI",)),
            KeyAction("guidelines", gettext_lazy("the guidelines"), ("KeyG",)),
            KeyAction("sheet", gettext_lazy("these keys"), ("?",)),
        ),
    ),
)  # fmt: skip
ACTIONS: Final = {action.id: action for _name, actions in GROUPS for action in actions}

_PLACE = (
    r"(?:Key[A-Z]|Digit\d|Numpad(?:\d|Add|Subtract|Multiply|Divide|Decimal|Enter)|Arrow(?:Left|Right|Up|Down)|Home|End|Enter"
    r"|Escape|Delete|Backspace|Insert|Minus|Equal|BracketLeft|BracketRight|Semicolon|Quote|Comma|Period|Slash|Backslash)"
)
_COMBINATION: Final = re.compile(rf"\?|(?P<ctrl>Ctrl\+)?(?P<shift>Shift\+)?(?P<place>{_PLACE})")
_WITH_CTRL: Final = re.compile(r"Arrow(?:Left|Right|Up|Down)|Home|End")
_SHOWN: Final = {
    "ArrowLeft": "←", "ArrowRight": "→", "ArrowUp": "↑", "ArrowDown": "↓", "Enter": "⏎", "BracketLeft": "[",
    "BracketRight": "]", "Comma": ",", "Period": ".", "Equal": "+", "Minus": "−", "Escape": "Esc", "Slash": "/",
    "Semicolon": ";", "Quote": "'", "Backslash": "\\", "Backspace": "⌫",
}  # fmt: skip


def keymap(chosen: Mapping[str, Any]) -> dict[str, list[str]]:
    """The keys of every action; `chosen` is what a person keeps, checked by `clean_keys` when it was stored."""
    return {key: list(chosen.get(key, action.keys)) for key, action in ACTIONS.items()}


def clean_keys(wished: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of a filled-in form: for each action its keys, separated by spaces; only what differs
    from the defaults.

    Raises RuleBrokenError that names the action: `keys.unknown`, `keys.browser`, `keys.duplicate`.
    """
    taken: dict[str, str] = {}
    kept: dict[str, Any] = {LETTERS: "off"} if wished.get(LETTERS) == "off" else {}
    for key, action in ACTIONS.items():
        keys = tuple(dict.fromkeys(wished[key].split())) if key in wished else action.keys
        for combination in keys:
            _check(action, combination)
            every = [combination, f"Shift+{combination}"] if action.moves else [combination]
            for one in every:
                if one in taken:
                    names = {"key": shown(combination), "other": ACTIONS[taken[one]].label}
                    sentence = _("The key %(key)s is taken by: %(other)s.") % names
                    raise RuleBrokenError("keys.duplicate", sentence, field=key)
                taken[one] = key
        if keys != action.keys:
            kept[key] = list(keys)
    return kept


def _check(action: KeyAction, combination: str) -> None:
    found = _COMBINATION.fullmatch(combination)
    if not found:
        raise RuleBrokenError("keys.unknown", _("This is no key: %(key)s") % {"key": combination}, field=action.id)
    if found["ctrl"] and not _WITH_CTRL.fullmatch(found["place"]):
        sentence = _("%(key)s belongs to the browser.") % {"key": shown(combination)}
        raise RuleBrokenError("keys.browser", sentence, field=action.id)


def shown(combination: str) -> str:
    """As it is printed on a keyboard."""
    *held, place = combination.split("+") if combination != "?" else ["?"]
    name = _SHOWN.get(place, place.removeprefix("Key").removeprefix("Digit").replace("Numpad", "Num "))
    return "+".join([*held, name])


def said(combination: str) -> str:
    """As `aria-keyshortcuts` names it."""
    return combination.replace("Ctrl", "Control").replace("Key", "").replace("Digit", "")
