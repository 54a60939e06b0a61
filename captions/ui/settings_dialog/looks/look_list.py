"""A drop-down list of looks, which marks the one that the user has changed."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from captions.settings.looks import LookStore
from captions.settings.schema import AppearanceSettings
from captions.ui.widgets.controls.drop_down import make_drop_down


class ListedLook(Protocol):
    """A named look."""

    @property
    def title(self) -> str:
        """Name shown to the user."""

    @property
    def appearance(self) -> AppearanceSettings:
        """Settings that the look consists of."""


class LookList(QObject):
    """Offers groups of looks.

    A look stays in use while the user changes settings. Its title then stands a second time at the
    top of the list, marked as changed, so that choosing the original undoes the changes.
    """

    look_chosen = Signal(object)
    """The user chose a look; carries its `AppearanceSettings`."""

    def __init__(self, store: LookStore, built_in: Sequence[Sequence[ListedLook]]) -> None:
        """Create the list.

        Args:
            store: remembers the look in use.
            built_in: groups of looks that every installation has; the first is not empty.
        """
        super().__init__()
        self._store = store
        self._built_in = tuple(tuple(group) for group in built_in)
        self._own: tuple[ListedLook, ...] = ()
        self._appearance = AppearanceSettings()
        self.box = make_drop_down()
        """The drop-down list."""
        self.box.activated.connect(self._choose_entry)

    @property
    def base(self) -> ListedLook:
        """The look in use, to which changed settings can be reset."""
        return self._store.find_base(self._appearance, self._looks)

    @property
    def appearance(self) -> AppearanceSettings:
        """The settings in use."""
        return self._appearance

    @property
    def is_changed(self) -> bool:
        """True if the settings differ from the look in use."""
        return self.base.appearance != self._appearance

    @property
    def is_own(self) -> bool:
        """True if the look in use was saved by the user."""
        return self.base in self._own

    def is_built_in(self, name: str) -> bool:
        """Return True if a built-in look has this name, whatever its case."""
        titles = {look.title.casefold() for group in self._built_in for look in group}
        return name.casefold() in titles

    def show_own(self, looks: Sequence[ListedLook], base: ListedLook | None = None) -> None:
        """Replace the looks of the user.

        Args:
            looks: the saved looks by name.
            base: the one that replaces the look in use; `None` for no other.
        """
        self._own = tuple(looks)
        self._store.chosen = base or self._store.chosen
        self.show_appearance(self._appearance)

    def show_appearance(self, appearance: AppearanceSettings) -> None:
        """Show which look is in use, and whether it has been changed."""
        self._appearance = appearance
        self._fill_box()

    def use_look(self, look: ListedLook) -> None:
        """Use one of the looks as it was saved."""
        self._store.chosen = look
        self.show_appearance(look.appearance)
        self.look_chosen.emit(look.appearance)

    @property
    def _looks(self) -> list[ListedLook]:
        """All looks; those of the user come first, so that they win among equal ones."""
        return [*self._own, *(look for group in self._built_in for look in group)]

    def _fill_box(self) -> None:
        self.box.clear()
        looks, base = self._looks, self.base
        is_changed = base.appearance != self._appearance
        if is_changed:
            self.box.addItem(self.tr("{look} (changed)").replace("{look}", base.title))
        for group in (*self._built_in, self._own):
            if group and self.box.count():
                self.box.insertSeparator(self.box.count())
            for look in group:
                self.box.addItem(look.title, looks.index(look))
        self.box.setCurrentIndex(0 if is_changed else self.box.findData(looks.index(base)))

    def _choose_entry(self, index: int) -> None:
        number = self.box.itemData(index)
        if number is not None:
            self.use_look(self._looks[number])
