"""What can be asked of the running app by keys and by other programs, and what it answers.

A question is a line with a word, an answer a line of JSON.
"""

from enum import StrEnum

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
