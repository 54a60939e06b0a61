"""Notifies the user when an alert word is spoken."""

import time
from collections.abc import Callable

from captions.events import Speech
from captions.model.word_rules.alerts import AlertTracker
from captions.settings.schema import Settings
from captions.wording.notifications.notices import NotificationText
from captions.wording.notifications.word_alerts import make_alert
from captions.words.compiled_rules import compile_rules


class WordAlerts:
    """Sends a notification for each alert word, at most every 30 s."""

    def __init__(
        self,
        settings: Settings,
        notify: Callable[[NotificationText], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to notify.

        Args:
            settings: settings currently in use.
            notify: shows a notification.
            clock: returns seconds that never go backwards.
        """
        self._notify = notify
        self._clock = clock
        self._tracker = AlertTracker()
        self.apply(settings)

    def apply(self, settings: Settings) -> None:
        """Apply other settings."""
        self._rules = compile_rules("all", settings)

    def record_speech(self, event: Speech) -> None:
        """Notify the user of the alert words in an event as it was recognised."""
        finder = self._rules.alerts
        if finder.is_empty:
            return
        shown = self._rules.apply(event)
        for word in self._tracker.find_new(shown, finder, self._clock()):
            self._notify(make_alert(word, shown.text))
