"""Shows the settings dialog on the virtual screen and reports its changes; a program.

Each line on standard input is a command; each change is a line of JSON on standard output.
"""

import json
import sys
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea

from captions.settings.schema import Settings
from captions.ui import translation
from captions.ui.eventloop.loop import get_application
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.theme import application_theme
from tests.support.fakes.dialog_data import OFFERS, differences
from tests.support.ui import json_commands
from tests.support.ui.json_commands import report_event

_SETTLED_MS = 300


class Stage:
    """Shows a dialog and reports its changes."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._told = Settings()
        self._dialog = SettingsDialog(self._told, OFFERS)
        self._dialog.changed.connect(self._changed)
        self._dialog.accepted.connect(lambda: report_event("accepted"))
        self._dialog.rejected.connect(lambda: report_event("rejected"))
        if "page" in options:
            self._dialog.open_page(options["page"])
        self._dialog.set_level("", -9.0, -22.0)
        self._dialog.show()
        QTimer.singleShot(_SETTLED_MS, self._report_shown)

    def obey(self, order: dict[str, Any]) -> None:
        """Execute a command."""
        if "page" in order:
            self._dialog.open_page(order["page"])
        if "settings" in order:
            for path, value in order["settings"].items():
                self._dialog._apply_edit(path, value)
        if "focus" in order:
            focus = QApplication.focusWidget()
            report_event("focus", name="" if focus is None else focus.accessibleName())
        if "scheme" in order:
            wanted = Qt.ColorScheme[order["scheme"]]
            hints = QGuiApplication.styleHints()
            hints.setColorScheme(wanted)
            QApplication.processEvents()
            colour = self._dialog.palette().window().color().name()
            report_event("scheme", colour=colour, is_known=hints.colorScheme() is wanted)
        if "scroll" in order:
            area = self._dialog.get_page(order["scroll"]).findChild(QScrollArea)
            assert isinstance(area, QScrollArea)
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep())
        QTimer.singleShot(_SETTLED_MS, lambda: report_event("obeyed"))

    def _report_shown(self) -> None:
        """Report that the dialog is shown once it has the focus; keys sent earlier are lost."""
        if self._dialog.isActiveWindow():
            report_event("shown")
        else:
            QTimer.singleShot(_SETTLED_MS, self._report_shown)

    def _changed(self, settings: Settings) -> None:
        report_event("changed", values=differences(self._told, settings))
        self._told = settings


def main() -> int:
    """Show the dialog until standard input ends."""
    options = json.loads(sys.argv[2])
    app = get_application()
    application_theme.show_scheme(dark=sys.argv[1] == "dark")
    translation.install_language(app, options.get("language", "en"))
    stage = Stage(options)

    json_commands.follow(app, stage.obey)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
