"""Shows the transcript window on the virtual screen and reports what it emits; a program.

Each line on standard input is a command; each signal is a line of JSON on standard output.
"""

import json
import sys
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from captions.ui import translation
from captions.ui.eventloop.loop import get_application
from captions.ui.history.window import TranscriptWindow
from captions.ui.theme import application_theme
from tests.support.fakes.transcript_store import (
    DAY,
    NOW,
    FakeTranscriptStore,
    make_segment,
    make_session,
)
from tests.support.ui import json_commands
from tests.support.ui.json_commands import report_event

_SETTLED_MS = 300
SENTENCES = (
    "Good morning, everyone.",
    "Let us start with the launch.",
    "We are ready, apart from two things.",
    "How many people would notice?",
    "Very few of them.",
)


class TranscriptStage:
    """Shows a meeting of two people, and two older sessions."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._store = FakeTranscriptStore()
        count = options.get("count", 12)
        segments = [
            make_segment(number, f"{SENTENCES[number % len(SENTENCES)]} Number {number}.")
            for number in range(count)
        ]
        live = make_session(1, title="Launch meeting", is_open=True, has_sound=True)
        self._store.add_session(live, segments)
        for key, title, days in ((2, "Museum", 1), (3, "", 9)):
            rows = [make_segment(n, f"About the launch {n}.", session_id=key) for n in range(3)]
            self._store.add_session(make_session(key, title=title, started=NOW - days * DAY), rows)
        self._window = TranscriptWindow(self._store, lambda: NOW)
        self._window.resize(*options.get("size", (720, 480)))
        self._connect_signals()
        self._store.on_change = self._window.show_changed
        self._window.show()
        QTimer.singleShot(_SETTLED_MS, self._report_shown)

    def obey(self, order: dict[str, Any]) -> None:
        """Execute a command."""
        for text in order.get("commit", ()):
            number = len(self._store.segments[1])
            self._store.add_segment(make_segment(number, text))
            self._window.show_changed()
        if "partial" in order:
            self._window.show_partial(order["partial"], "Mary")
        if "minimise" in order:
            self._window.showMinimized()
        if "hide" in order:
            self._window.hide()
        if "focus" in order:
            focus = QApplication.focusWidget()
            report_event("focus", name=_find_name(focus))
        if "state" in order:
            self._window.repaint()  # A picture that is taken next shows this state.
            QGuiApplication.sync()
            report_event("state", **self._describe_state())
        if not order.keys() & {"focus", "state"}:
            QTimer.singleShot(_SETTLED_MS, lambda: report_event("obeyed"))

    def _report_shown(self) -> None:
        """Report that the window is shown once it has the focus; keys sent earlier are lost."""
        if self._window.isActiveWindow():
            report_event("shown")
        else:
            QTimer.singleShot(_SETTLED_MS, self._report_shown)

    def _describe_state(self) -> dict[str, Any]:
        view, pane = self._window.pane.view, self._window.pane
        return {
            "visible": self._window.isVisible(),
            "session": 0 if pane.session is None else pane.session.id,
            "row": view.currentIndex().row(),
            "ranges": view.list_ranges(),
            "top": view.rows.position.row,
            "follows": view.follows_end,
            "count": pane.search_bar.count_text,
            "texts": [segment.text for segment in self._store.segments.get(1, ())],
            "titles": {key: item.title for key, item in self._store.sessions.items()},
            "clipboard": QApplication.clipboard().text(),
            "notice": pane.notice.text,
        }

    def _connect_signals(self) -> None:
        window = self._window
        window.export_requested.connect(
            lambda made: report_event("export", path=str(made.path), format=made.text_format.value)
        )
        window.keyterm_requested.connect(lambda term: report_event("keyterm", term=term))
        window.play_requested.connect(lambda key, at: report_event("play", session=key, time=at))
        window.stop_requested.connect(lambda: report_event("stop"))
        window.keep_requested.connect(lambda kept: report_event("keep", kept=kept))


def _find_name(control: QWidget | None) -> str:
    """Return what a control is called: its accessible name, or else its text."""
    name = "" if control is None else control.accessibleName()
    return name or (control.text() if isinstance(control, QAbstractButton) else "").replace("&", "")


def main() -> int:
    """Show the window until standard input ends."""
    options = json.loads(sys.argv[2])
    app = get_application()
    application_theme.show_scheme(dark=sys.argv[1] == "dark")
    translation.install_language(app, options.get("language", "en"))
    stage = TranscriptStage(options)
    json_commands.follow(app, stage.obey)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
