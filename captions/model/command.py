"""Commands that shortcuts and other programs send to the running app, and its answers.

A request is one line of text; an answer is one line of JSON. A request is a word such as ``pause``,
or ``get`` and the name of a setting. To change a setting, it is ``set``, the name and a JSON value:
``set appearance.font_px 40``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec


class Command(StrEnum):
    """A command without arguments that the app executes at once."""

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
    PAUSE_OUTPUTS = "pause-outputs"
    """Send no captions to outputs, and empty their screens."""
    RESUME_OUTPUTS = "resume-outputs"
    TOGGLE_OUTPUTS = "toggle-outputs"
    START_AGAIN = "start-again"
    """Restart after speech recognition or the source has failed permanently."""
    SETTINGS = "settings"
    TRANSCRIPT = "transcript"
    """Open the transcript window."""
    QUIT = "quit"
    STATE = "state"
    """Only return the state."""


@dataclass(frozen=True, slots=True)
class GetSetting:
    """Requests the value of a setting."""

    name: str
    """Path of the setting, such as ``sound.source``."""


@dataclass(frozen=True, slots=True)
class SetSetting:
    """Requests a change of a setting."""

    name: str
    value: Any
    """The new value, as decoded from JSON."""


@dataclass(frozen=True, slots=True)
class ListOutputs:
    """Requests all outputs with their states."""

    with_secrets: bool = False
    """True to include the secrets in addresses."""


CommandRequest = Command | GetSetting | SetSetting | ListOutputs
COMMAND_WORDS = (*Command, "get", "set")
"""First words of all valid requests."""


SHORTCUT_COMMANDS = {
    "pause": Command.TOGGLE_PAUSE,
    "commit": Command.COMMIT,
    "clear": Command.CLEAR,
    "transcript": Command.TRANSCRIPT,
    "show": Command.TOGGLE_SHOW,
    "lock": Command.TOGGLE_LOCK,
    "larger": Command.LARGER,
    "smaller": Command.SMALLER,
}
"""Command of each shortcut, by the name of the shortcut in the settings."""


class CommandAnswer(msgspec.Struct, frozen=True):
    """State of the app after a command. Other programs rely on these field names."""

    state: str
    """``listening``, ``paused``, ``waiting`` or ``error``."""
    detail: str
    """Status text shown in the caption window; empty while words arrive."""
    shown: bool
    """True if the captions are on screen."""
    locked: bool
    """True if mouse clicks pass through the captions."""
    sending: bool = False
    """True while captions are sent to an output, other than a page for this computer alone."""
    kept: bool = False
    """True if the transcript is kept after the app quits."""
    refusal: str = ""
    """Why the command was refused, as a sentence; empty if it was executed."""
    value: Any = msgspec.UNSET  # any JSON value
    """Value of the requested setting, or the requested list."""


def encode_request(request: CommandRequest) -> bytes:
    """Return a request as a line of bytes."""
    match request:
        case GetSetting(name):
            return f"get {name}\n".encode()
        case SetSetting(name, value):
            return f"set {name} ".encode() + msgspec.json.encode(value) + b"\n"
        case ListOutputs(with_secrets):
            return b"outputs secrets\n" if with_secrets else b"outputs\n"
        case _:
            return f"{request}\n".encode()


def decode_request(line: bytes) -> CommandRequest:
    """Parse a line into a request.

    Raises:
        ValueError: the line is not a valid request.
    """
    words = line.decode().removesuffix("\n").split(" ", maxsplit=2)
    match words:
        case ["get", name]:
            return GetSetting(name)
        case ["set", name, value]:
            return SetSetting(name, msgspec.json.decode(value))
        case ["outputs", *rest] if rest in ([], ["secrets"]):
            return ListOutputs(bool(rest))
        case [word]:
            return Command(word)
        case _:
            raise ValueError
