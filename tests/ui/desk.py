"""A system that lends out keys, for tests of shortcuts."""

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt

from captions.ui.keysystem import Refusal


class Desk:
    """A system that lends out any key but those that another program has."""

    def __init__(self, refused: dict[Qt.Key, Refusal] | None = None) -> None:
        self.refused = refused or {}
        self.lent: dict[int, QKeyCombination] = {}
        self.closed = False
        self.press: Callable[[int], None] = print

    def make(self, pressed: Callable[[int], None]) -> "Desk":
        self.press = pressed
        return self

    def grab(self, number: int, key: QKeyCombination) -> Refusal | None:
        if key.key() in self.refused:
            return self.refused[key.key()]
        self.lent[number] = key
        return None

    def release(self) -> None:
        self.lent.clear()

    def close(self) -> None:
        self.closed = True
