"""What can be asked of the running app by keys and by other programs, and what it answers.

A question is a line, an answer a line of JSON. The line holds a word such as ``pause``, ``get`` and
the name of a setting, or ``set``, the name and a value as JSON: ``set appearance.font_px 40``.
"""

from enum import StrEnum
from typing import Any, NamedTuple

import msgspec


class Wish(StrEnum):
    """One thing that the app can do at once; each does what it says, however often it is asked."""

    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE_PAUSE = "toggle-pause"
    COMMIT = "commit"
    CLEAR = "clear"
    SHOW = "show"
    HIDE = "hide"
    TOGGLE_SHOW = "toggle-show"
    LOCK = "lock"
    UNLOCK = "unlock"
    TOGGLE_LOCK = "toggle-lock"
    LARGER = "larger"
    SMALLER = "smaller"
    START_AGAIN = "start-again"
    """Try again after speech recognition or the source has failed for good."""
    SETTINGS = "settings"
    QUIT = "quit"
    STATE = "state"
    """Nothing but the answer."""


class GetSetting(NamedTuple):
    """Asks for the value of a setting."""

    name: str
    """Its path, such as ``sound.source``."""


class SetSetting(NamedTuple):
    """Asks for another value of a setting."""

    name: str
    value: Any
    """As JSON has it."""


Question = Wish | GetSetting | SetSetting
WORDS = (*Wish, "get", "set")
"""All that a question can begin with."""


SHORTCUTS = {
    "pause": Wish.TOGGLE_PAUSE,
    "commit": Wish.COMMIT,
    "clear": Wish.CLEAR,
    "show": Wish.TOGGLE_SHOW,
    "lock": Wish.TOGGLE_LOCK,
    "larger": Wish.LARGER,
    "smaller": Wish.SMALLER,
}
"""What the keys of each of the settings' shortcuts ask for."""


class Answer(msgspec.Struct, frozen=True):
    """How the app is once it has done what was asked; programs rely on these names."""

    state: str
    """``listening``, ``paused``, ``waiting`` or ``error``."""
    detail: str
    """What the captions' window says of the state; empty while words come."""
    shown: bool
    """Whether the captions are on the screen."""
    locked: bool
    """Whether clicks go through them."""
    refusal: str = ""
    """Why it was not done, as a sentence; empty if it was."""
    value: Any = msgspec.UNSET  # whatever JSON holds
    """The setting that was asked for."""


def encode(question: Question) -> bytes:
    """Return a question as a line."""
    match question:
        case GetSetting(name):
            return f"get {name}\n".encode()
        case SetSetting(name, value):
            return f"set {name} ".encode() + msgspec.json.encode(value) + b"\n"
        case _:
            return f"{question}\n".encode()


def decode(line: bytes) -> Question:
    """Return the question of a line.

    Raises:
        ValueError: it is none.
    """
    words = line.decode().removesuffix("\n").split(" ", maxsplit=2)
    match words:
        case ["get", name]:
            return GetSetting(name)
        case ["set", name, value]:
            return SetSetting(name, msgspec.json.decode(value))
        case [word]:
            return Wish(word)
        case _:
            raise ValueError
