"""A child program of the benchmark of the window: shows the real thing, and times it from inside.

Started with the name of a measure and its options as JSON; what was found is written to standard
output as one line of JSON. Times are seconds.
"""

import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from typing_extensions import override

from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.events import Committed, Partial, Speech, Word
from captions.model.transcript import Transcript
from captions.settings.schema import AppearanceSettings, CaptionSettings, Settings
from captions.ui.eventloop import loop
from captions.ui.overlay.saved_positions import SavedPositions
from captions.ui.settings_dialog.dialog import SettingsDialog
from tests.support.fakes.dialog_data import OFFERS
from tests.support.seeded_random import seeded_random
from tests.support.virtual_clock import on_quick_loop

Found = dict[str, Any]
"""Results of a measurement as JSON values."""

FRAMES_A_SECOND = 30
PARTIALS_A_SENTENCE = 9
SENTENCES_AN_HOUR = 1200
"""150 words a minute, and three partials a second."""
_EVENT_SECONDS = 3600 / SENTENCES_AN_HOUR / (PARTIALS_A_SENTENCE + 1)
"""Interval between two events of speech in seconds, on the clock of the loop."""
_VOCABULARY = (
    *("a", "we", "of", "it", "the", "and", "was", "who", "time", "have", "people", "about"),
    *("before", "listen", "question", "Wednesday", "yesterday", "understand", "international"),
)
_PORTION = 16
"""Bytes: memory is handed out in multiples of them."""
_SETTLE_MS = 300
"""Delay in milliseconds after which work no longer belongs to the awaited event."""
_LATE_SECONDS = 1.0
"""A frame that has not come by then does not come."""


def sentences() -> Iterator[str]:
    """Make sentences without end, the same in every run."""
    chance = seeded_random(6)
    while True:
        words = chance.choices(_VOCABULARY, k=chance.choice((7, 8)))
        yield f"{' '.join(words).capitalize()}."


def speech(sentence: str, partials: int) -> Iterator[Speech]:
    """Guess at a sentence in steps of as many letters, so that last words change; then commit."""
    for number in range(1, partials + 1):
        yield Partial(sentence[: round(len(sentence) * number / partials)])
    words = sentence.split()
    times = [number / len(words) for number in range(len(words) + 1)]
    yield Committed(sentence, tuple(map(Word, words, times, times[1:])))


def size_of(transcript: Transcript) -> int:
    """Return the bytes of all that a transcript holds on to, as Python hands them out."""
    parts: list[object] = [transcript.segments]
    for segment in transcript.segments:
        parts += (segment, segment.text, segment.words)
        for word in segment.words:
            parts += (word, word.text, word.start, word.end)
    return sum(-(-sys.getsizeof(part) // _PORTION) * _PORTION for part in parts)


async def frames(
    screen: OverlayPresenter, seconds: float, show: Callable[[Speech], None] | None = None
) -> Found:
    """Time events until they are painted, and until the loop is idle again.

    Args:
        screen: shows them.
        seconds: how long.
        show: shows an event in other places as well; by default on the screen only.
    """
    show = show or screen.show_speech
    waiting, delays, free = list[float](), list[float](), list[float]()
    running = asyncio.get_running_loop()

    def painted(_: object) -> None:
        if not waiting:
            return  # A row has left the screen.
        now = time.monotonic()
        delays.extend(now - begun for begun in waiting)
        running.call_soon(lambda begun: free.append(time.monotonic() - begun), waiting[0])
        waiting.clear()

    await asyncio.sleep(_SETTLE_MS / 1000)
    screen.overlay.painted.connect(painted)
    due = time.monotonic()
    until = due + seconds
    for event in (event for text in sentences() for event in speech(text, len(text))):
        rows, begun = screen.overlay._scene.rows, time.monotonic()
        show(event)
        # A space at the end, say, is nothing to paint.
        if screen.overlay._scene.rows != rows:
            waiting.append(begun)
        due = max(due + 1 / FRAMES_A_SECOND, time.monotonic())
        if due > until:
            break
        await asyncio.sleep(due - time.monotonic())
    await asyncio.sleep(_LATE_SECONDS)
    screen.overlay.painted.disconnect(painted)
    size = screen.overlay._painter.box_size.toTuple()
    return {"size": size, "delays": delays, "free": free, "missing": len(waiting)}


async def hours(screen: OverlayPresenter, number: int) -> Found:
    """Show hours of speech on a virtual clock, and measure ten times an hour.

    The clock jumps from one event or timer to the next, so rows leave the screen as they would in
    real time. Qt's own clock is the real one.
    """
    texts = sentences()
    found: Found = {"events": 0, "seconds": [], "memory": [], "transcript": []}
    for _ in range(10 * number):
        used = 0.0
        for _ in range(SENTENCES_AN_HOUR // 10):
            for event in speech(next(texts), PARTIALS_A_SENTENCE):
                before = time.thread_time()
                screen.show_speech(event)
                used += time.thread_time() - before
                found["events"] += 1
                await asyncio.sleep(_EVENT_SECONDS)
                QCoreApplication.processEvents()
        found["seconds"].append(used / (SENTENCES_AN_HOUR // 10 * (PARTIALS_A_SENTENCE + 1)))
        gc.collect()
        found["memory"].append(_held())
        found["transcript"].append(size_of(screen._presenter._captions._transcript))
    return found


async def dialog(_: OverlayPresenter) -> Found:
    """Open the settings dialog, and turn to each of its pages."""
    await asyncio.sleep(_SETTLE_MS / 1000)
    begun = time.monotonic()
    opened = SettingsDialog(Settings(), OFFERS)
    built = time.monotonic() - begun
    paints = _Paints(opened)
    seen = built + paints.seconds_after(opened.show, QEvent.Type.Paint)
    names = [entry.name for entry in opened._entries]
    # What covers a window may be painted without it.
    sign = QEvent.Type.UpdateRequest
    pages = {
        name: paints.seconds_after(partial(opened.open_page, name), sign) for name in names[1:]
    }
    opened.close()
    return {"built": built, "seen": seen, "pages": pages}


class _Paints(QObject):
    """Waits for a window to be painted."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._waiting: QEventLoop | None = None
        self._sign = QEvent.Type.None_
        window.installEventFilter(self)

    def seconds_after(self, act: Callable[[], object], sign: QEvent.Type) -> float:
        """Return how long it takes until what an act shows is painted, which begins at a sign."""
        begun = time.monotonic()
        self._waiting, self._sign = QEventLoop(), sign
        waiting = self._waiting
        act()
        waiting.exec()
        seconds = time.monotonic() - begun
        QTimer.singleShot(_SETTLE_MS, waiting.quit)
        waiting.exec()
        return seconds

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == self._sign and self._waiting is not None:
            # Behind it come what lies in the window, and the way to the X server.
            QTimer.singleShot(0, self._waiting.quit)
            self._waiting = None
        return False


def _held() -> int:
    """Return the bytes of memory that this process holds (proc(5))."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


_MEASURES: dict[str, Callable[..., Any]] = {"frames": frames, "hours": hours, "dialog": dialog}


async def main() -> int:
    """Do what the arguments say on a screen of their settings."""
    name, options = sys.argv[1], json.loads(sys.argv[2])
    settings = Settings(
        appearance=AppearanceSettings(**options.pop("appearance", {})),
        captions=CaptionSettings(**options.pop("captions", {})),
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        screen = OverlayPresenter(settings, SavedPositions(Path(folder) / "places.json"))
        screen.open()
        found = await _MEASURES[name](screen, **options)
        screen.close()
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "hours":
        loop.get_application()
        sys.exit(on_quick_loop(main()))
    sys.exit(loop.run(main))
