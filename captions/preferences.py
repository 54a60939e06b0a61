"""Settings in force and settings of the file, and the one way in which either changes.

They differ by what the command line chose for this run, such as ``--server``. Windows, the menu,
the shortcuts and scripts all change settings here, so that none of them can write a choice of the
command line into the file.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from captions.captioning import Captioning
from captions.errors import CaptionsError
from captions.paths import paths, value_at, with_value
from captions.settings import Settings, save, with_changes
from captions.wording import notices
from captions.wording.notices import Told

SETTLE_SECONDS = 0.4
"""Time without another change after which the pipeline is changed and the file is written."""


class SettingsFile:
    """The settings as the file has them, apart from what the command line chose."""

    def __init__(self, path: Path, saved: Settings, in_force: Settings) -> None:
        """Remember what the command line chose: everything in which the two settings differ.

        Args:
            path: the file.
            saved: the settings that it holds.
            in_force: the same with the choices of the command line.
        """
        self._path = path
        self._loaded = saved
        self.settings = saved
        """The settings to write."""
        self._chosen = {
            name: value_at(in_force, name)
            for name in paths()
            if value_at(in_force, name) != value_at(saved, name)
        }
        """Values of the command line."""

    def take(self, before: Settings, after: Settings) -> None:
        """Take over a change, except for a value that the command line chose.

        Cancelling a dialog sets such a value again, and the file then keeps what it had.
        """
        changed = with_changes(self.settings, before, after)
        for name, value in self._chosen.items():
            if value_at(after, name) == value:
                changed = with_value(changed, name, value_at(self._loaded, name))
        self.settings = changed

    def save(self) -> None:
        """Write the file.

        Raises:
            CaptionsError: it cannot be written.
        """
        save(self.settings, self._path)


class Preferences:
    """Owns the settings in force; every change of one passes through `change`."""

    def __init__(
        self,
        in_force: Settings,
        file: SettingsFile,
        captioning: Captioning,
        changed: Callable[[Settings, Settings], None],
        notify: Callable[[Told], None],
    ) -> None:
        """Prepare to change settings.

        Args:
            in_force: the settings at the start.
            file: where changes are kept.
            captioning: is given changes once the user leaves the settings alone.
            changed: is called at once with the settings before and after a change.
            notify: is called with what the user must know.
        """
        self.settings = in_force
        """Settings in force."""
        self._file = file
        self._captioning = captioning
        self._changed = changed
        self._notify = notify
        self._settling: asyncio.TimerHandle | None = None

    @property
    def saved(self) -> Settings:
        """Settings of the file."""
        return self._file.settings

    def change(self, settings: Settings) -> None:
        """Apply other settings: to the display at once, to sound a moment later."""
        self._put_in_force(settings)
        self._settling = asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._settle)

    def change_part(self, **branches: Any) -> None:  # noqa: ANN401  # branches of the settings
        """Put other branches of the settings in force, by their names."""
        self.change(replace(self.settings, **branches))

    def change_now(self, settings: Settings) -> None:
        """Put other settings in force and save them, for a script that waits for the outcome.

        Raises:
            CaptionsError: they name something missing, and nothing has changed; or they are in
                force and cannot be saved.
        """
        self._captioning.change(settings)
        self._put_in_force(settings)
        self._file.save()

    def close(self) -> None:
        """Save what was changed a moment ago."""
        if self._settling is not None:
            self._cancel_timer()
            self._save()

    def _put_in_force(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        self._file.take(before, settings)
        self._changed(before, settings)
        self._cancel_timer()

    def _settle(self) -> None:
        """Apply the settings to the pipeline, or go back if they name something missing."""
        self._settling = None
        try:
            self._captioning.change(self.settings)
        except CaptionsError as error:
            self._notify(notices.about("cannot_be_heard", str(error)))
            known = self._captioning.settings
            self.change_part(sound=known.sound, recognition=known.recognition)
            return
        self._save()

    def _save(self) -> None:
        try:
            self._file.save()
        except CaptionsError as error:
            self._notify(notices.about("not_saved", str(error)))

    def _cancel_timer(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None
