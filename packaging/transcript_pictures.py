"""Takes the pictures of the transcript window that the documents show.

``python packaging/transcript_pictures.py [FOLDER]`` fills a store in a temporary folder with an
invented meeting, opens the window on a virtual screen, and writes ``transcript.png`` and
``transcript-dark.png``. It needs what the tests need: Xvfb and a font.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from captions.events import Word
from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment
from captions.ui.eventloop import loop
from captions.ui.history.window import TranscriptWindow
from captions.ui.theme import application_theme
from tests.support.virtual_screen import VirtualScreen

ROOT = Path(__file__).resolve().parent.parent
NOW = 1_795_874_400.0
"""Saturday 28 November 2026, 14:00 UTC."""
_DAY_SECONDS = 86_400
_WORD_SECONDS = 0.4
_PAUSE_SECONDS = 1.4
_SETTLE_MS = 600
"""Time after which the window is drawn completely."""
_SIZE = (1000, 620)
MARY, JOHN = "Mary", "John"
MEETING = (
    (MARY, "Good morning. Let us start with the launch, and then look at last week's calls."),
    (JOHN, "Sure. The short version is that we are ready, apart from two things."),
    (JOHN, "The first is the import of old recordings. It works for files of up to an hour."),
    (MARY, "How many people would notice?"),
    (JOHN, "Very few. Perhaps three of the testers have recordings that long."),
    (MARY, "Then let us hold it back until the next release. And the second?"),
    (JOHN, "The second is the name in the menu. Half of the testers looked for it under File."),
    (MARY, "That is easy to change. Could you write to Zoë about it today?"),
    (JOHN, "I will. She can run the tests, too."),
    (MARY, "Perfect. What about the budget for the summer?"),
    (JOHN, "We are eight percent below the plan. I have marked the lines that need you."),
    (MARY, "I will read them this afternoon."),
)
OTHERS = (
    ("", NOW - 3 * 3600, ("system",)),
    ("Call with the museum", NOW - _DAY_SECONDS - 3600, ("mic+system",)),
    ("Lecture 7: the history of printing", NOW - 3 * _DAY_SECONDS, ("system",)),
    ("", NOW - 4 * _DAY_SECONDS, ("interview.m4a",)),
    ("Team meeting", NOW - 7 * _DAY_SECONDS, ("mic+system",)),
)
"""Title, beginning and sources of each other session."""


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    with VirtualScreen() as screen, tempfile.TemporaryDirectory(prefix="picture-") as data:
        os.environ.update(screen.environment)
        application = loop.get_application()
        history = History(Path(data))
        history.open()
        fill_store(history)
        for name, is_dark in (("transcript.png", False), ("transcript-dark.png", True)):
            application_theme.show_scheme(dark=is_dark)
            photograph(application, history, folder / name)
        history.close()
    return 0


def fill_store(history: History) -> None:
    """Keep the meeting and some other sessions."""
    for number, (title, started, sources) in enumerate(OTHERS):
        save_session(history, make_session(title, started, sources), MEETING[: 4 + number])
    meeting = make_session("Launch meeting", NOW - 600, ("mic+system",))
    save_session(history, meeting, MEETING)
    history.flush()


def make_session(title: str, started: float, sources: tuple[str, ...]) -> NewSession:
    """Return a session of two people."""
    labels = {"mic": MARY, "system": JOHN}
    return NewSession(
        title=title,
        started=started,
        utc_offset_seconds=0,
        sources=sources,
        lane_labels=labels,
        recogniser="moonshine",
        language="en",
    )


def save_session(
    history: History, session: NewSession, sentences: Sequence[tuple[str, str]]
) -> None:
    """Keep a session in which the sentences are said one after the other."""
    writer = history.start_session(session, kept=True)
    time = 4.0
    for speaker, text in sentences:
        segment = make_segment(session, speaker, text, time)
        writer.add_segment(segment)
        time = segment.end + _PAUSE_SECONDS
    writer.end(time)


def make_segment(session: NewSession, speaker: str, text: str, start: float) -> TranscriptSegment:
    """Return a sentence whose words are spoken at a constant rate."""
    words = tuple(
        Word(word, start + index * _WORD_SECONDS, start + (index + 1) * _WORD_SECONDS)
        for index, word in enumerate(text.split())
    )
    (lane,) = [lane for lane, label in session.lane_labels.items() if label == speaker]
    return TranscriptSegment(
        text=text,
        start=start,
        end=words[-1].end,
        words=words,
        lane=lane,
        wall_time=session.started + start,
    )


def photograph(application: QApplication, history: History, path: Path) -> None:
    """Show the newest session in the window, and write a picture of it."""
    window = TranscriptWindow(history, lambda: NOW)
    window.resize(*_SIZE)
    window.show()
    window.show_changed()

    def take() -> None:
        window.grab().save(str(path))
        application.exit(0)

    QTimer.singleShot(_SETTLE_MS, take)
    application.exec()
    window.deleteLater()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
