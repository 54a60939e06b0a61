"""A view of the settings without a window, which keeps the notifications that it is given."""

from captions.settings.schema import Settings
from captions.wording.notifications.notices import NotificationText


class FakeSettingsView:
    """Keeps notifications."""

    def __init__(self) -> None:
        self.notifications: list[NotificationText] = []

    def apply_change(self, before: Settings, settings: Settings) -> None:
        """Do nothing."""

    def show_notification(self, notification: NotificationText) -> None:
        self.notifications.append(notification)
