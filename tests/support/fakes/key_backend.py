"""A fake key backend for tests of shortcuts."""

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt

from captions.ui.hotkeys.key_backend import GrabRefusal


class Desk:
    """A key backend that grants every key except those in ``refused``."""

    def __init__(self, refused: dict[Qt.Key, GrabRefusal] | None = None) -> None:
        self.refused = refused or {}
        self.lent: dict[int, QKeyCombination] = {}
        self.closed = False
        self.press: Callable[[int], None] = print

    def make(self, pressed: Callable[[int], None]) -> "Desk":
        self.press = pressed
        return self

    def grab(self, number: int, key: QKeyCombination) -> GrabRefusal | None:
        if key.key() in self.refused:
            return self.refused[key.key()]
        self.lent[number] = key
        return None

    def release_all(self) -> None:
        self.lent.clear()

    def close(self) -> None:
        self.closed = True
