"""The port by which global shortcuts ask a system for keys; each system has a part behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QKeyCombination


class Refusal(Enum):
    """Why keys cannot be had."""

    TAKEN = "taken"
    """Another program has them."""
    NO_KEY = "no key"
    """The keyboard has no such key."""


@dataclass(frozen=True, slots=True)
class Lent:
    """Keys of a desktop that decides by itself which it lends for what."""

    triggers: Mapping[str, str]
    """What to press for each name, in the desktop's own words; empty for those without keys."""
    configurable: bool = False
    """Whether the desktop shows its settings of them when it is asked to."""


class KeySystem(Protocol):
    """A system's way to lend out keys."""

    def grab(self, number: int, key: QKeyCombination) -> Refusal | None:
        """Take a key; the number is told whenever it is pressed."""

    def release(self) -> None:
        """Give all keys back."""

    def close(self) -> None:
        """Give all keys back, for good."""


MakeSystem = Callable[[Callable[[int], None]], KeySystem]
"""Makes a system's part, from what to call with the number of a key that was pressed."""
