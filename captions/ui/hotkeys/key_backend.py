"""The interface between global shortcuts and the key backends of the systems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QKeyCombination


class GrabRefusal(Enum):
    """Reason why keys could not be grabbed."""

    TAKEN = "taken"
    """Another program has grabbed them."""
    NO_KEY = "no key"
    """The keyboard has no such key."""


@dataclass(frozen=True, slots=True)
class PortalBindings:
    """Keys that a desktop assigned to the shortcuts, regardless of the settings."""

    triggers: Mapping[str, str]
    """Keys by shortcut name, in the desktop's own words; empty if the desktop reports none."""
    configurable: bool = False
    """True if the desktop can open its settings for these keys."""


class KeyBackend(Protocol):
    """Grabs keys from a system."""

    def grab(self, number: int, key: QKeyCombination) -> GrabRefusal | None:
        """Grab a key; its number is reported at every press."""

    def release_all(self) -> None:
        """Release all keys."""

    def close(self) -> None:
        """Release all keys and free the backend's resources."""


KeyBackendFactory = Callable[[Callable[[int], None]], KeyBackend]
"""Creates a backend; the argument is called with the number of each pressed key."""
