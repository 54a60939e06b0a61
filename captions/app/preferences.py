"""Owns the settings in use and those stored in the file; only this module changes either.

They differ by the options of the command line, such as ``--server``. Windows, the menu, the
shortcuts and scripts all change settings through this module. None of them can therefore write a
command-line option to the file.
"""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from captions.app.pipeline.pipeline import Pipeline
from captions.errors import CaptionsError
from captions.settings.file import save_settings
from captions.settings.keyterms import add_keyterm
from captions.settings.paths import setting_paths, value_at, with_value
from captions.settings.schema import Settings, with_changes
from captions.wording.notifications import notices
from captions.wording.notifications.notices import NotificationText

_APPLY_DELAY_SECONDS = 0.4
"""Delay after the last change before the pipeline is changed and the file is written."""


class SettingsFile:
    """Settings stored in the file, without the options of the command line."""

    def __init__(self, path: Path, saved: Settings, in_force: Settings) -> None:
        """Record the overrides of the command line: all values in which the two settings differ.

        Args:
            path: the file.
            saved: the settings in it.
            in_force: the same settings, overridden by the command line.
        """
        self._path = path
        self._loaded = saved
        self.settings = saved
        """Settings to write to the file."""
        self._overrides = {
            name: value_at(in_force, name)
            for name in setting_paths()
            if value_at(in_force, name) != value_at(saved, name)
        }
        """Values from the command line, by path."""

    def record_change(self, before: Settings, after: Settings) -> None:
        """Record a change, except for a value that equals an override of the command line.

        Cancelling a dialog sets such a value again, and the file then keeps its own value.
        """
        changed = with_changes(self.settings, before, after)
        for name, value in self._overrides.items():
            if value_at(after, name) == value:
                changed = with_value(changed, name, value_at(self._loaded, name))
        self.settings = changed

    def save(self) -> None:
        """Write the file.

        Raises:
            CaptionsError: the file cannot be written.
        """
        save_settings(self.settings, self._path)


class SettingsView(Protocol):
    """Shows the settings, and problems with them."""

    def apply_change(self, before: Settings, settings: Settings) -> None:
        """Apply the part of a settings change that takes effect at once."""

    def show_notification(self, notification: NotificationText) -> None:
        """Show a notification."""


class Preferences:
    """Owns the settings currently in use; every change passes through this class."""

    def __init__(
        self,
        in_force: Settings,
        file: SettingsFile,
        pipeline: Pipeline,
        view: SettingsView,
        *,
        apply_delay: float = _APPLY_DELAY_SECONDS,
    ) -> None:
        """Prepare to change settings.

        Args:
            in_force: settings at startup.
            file: stores the changes.
            pipeline: receives a change after the delay.
            view: receives a change at once, and notifications for the user.
            apply_delay: seconds after the last change before the pipeline is changed.
        """
        self.settings = in_force
        """Settings currently in use."""
        self._file = file
        self._pipeline = pipeline
        self._view = view
        self._apply_delay = apply_delay
        self._apply_timer: asyncio.TimerHandle | None = None
        self._last_keep = "always"
        """How long transcripts were kept last, for when keeping is turned on again."""

    @property
    def saved_settings(self) -> Settings:
        """Settings of the file."""
        return self._file.settings

    def change_settings(self, settings: Settings) -> None:
        """Apply settings: to the display at once, to the pipeline after a delay.

        Another source or device is not delayed: it is chosen, not typed.
        """
        is_switched = _chosen_device(settings) != _chosen_device(self.settings)
        self._apply_change(settings)
        self._apply_timer = asyncio.get_running_loop().call_later(
            0.0 if is_switched else self._apply_delay, self._apply_to_pipeline
        )

    def change_branches(self, **branches: Any) -> None:  # noqa: ANN401  # branches of the settings
        """Apply other branches of the settings, given by name."""
        self.change_settings(replace(self.settings, **branches))

    def add_keyterm(self, term: str) -> bool:
        """Add a name or rare word that the recogniser should expect.

        Returns:
            False if the recogniser expects it already.

        Raises:
            UsageError: the list is full, or the server would refuse the term.
        """
        recognition = self.settings.recognition
        keyterms = add_keyterm(recognition.keyterms, term)
        if keyterms == recognition.keyterms:
            return False
        self.change_branches(recognition=replace(recognition, keyterms=keyterms))
        return True

    def keep_transcripts(self, kept: bool) -> None:  # noqa: FBT001  # the argument of a Qt signal
        """Keep transcripts for as long as before, or no longer than the app runs."""
        history = self.settings.history
        if history.is_kept:
            self._last_keep = history.keep
        self.change_branches(history=replace(history, keep=self._last_keep if kept else "session"))

    def save_transcript_display(self, clock: bool, percent: int) -> None:  # noqa: FBT001  # a Qt slot
        """Save how the transcript window shows times and text, which another window may ask for."""
        interface = self.settings.interface
        changed = replace(interface, transcript_clock=clock, transcript_percent=percent)
        self.change_branches(interface=changed)

    def change_and_save(self, settings: Settings) -> None:
        """Apply and save settings at once, for a script that waits for the result.

        Raises:
            CaptionsError: the settings name something unavailable and nothing has changed, or they
                are in use but cannot be saved.
        """
        self._pipeline.apply_settings(settings)
        self._apply_change(settings)
        self._file.save()

    def close(self) -> None:
        """Save a change whose delay has not yet elapsed."""
        if self._apply_timer is not None:
            self._cancel_timer()
            self._save_file()

    def _apply_change(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        self._file.record_change(before, settings)
        self._view.apply_change(before, settings)
        self._cancel_timer()

    def _apply_to_pipeline(self) -> None:
        """Apply the settings to the pipeline and save them, or revert them if it rejects them."""
        self._apply_timer = None
        try:
            self._pipeline.apply_settings(self.settings)
        except CaptionsError as error:
            self._view.show_notification(
                notices.make_notification("source_unusable", error.message)
            )
            known = self._pipeline.settings
            self.change_branches(sound=known.sound, recognition=known.recognition)
            return
        self._save_file()

    def _save_file(self) -> None:
        try:
            self._file.save()
        except CaptionsError as error:
            self._view.show_notification(notices.make_notification("not_saved", error.message))

    def _cancel_timer(self) -> None:
        if self._apply_timer is not None:
            self._apply_timer.cancel()
            self._apply_timer = None


def _chosen_device(settings: Settings) -> tuple[str, str]:
    return settings.sound.source, settings.sound.device
