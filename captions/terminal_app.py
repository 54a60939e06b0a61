"""Captions in a terminal: its lines and keys, joined to an application; Qt is not needed.

Where standard output is no terminal that can rewrite its lines, committed text is written to it,
one line a segment.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

from captions import application
from captions.application import Application, Run, begun
from captions.audio.opening import labels
from captions.captioning import Plan
from captions.errors import CaptionsError
from captions.events import Committed, Speech
from captions.granting import FrontEnd
from captions.model.rows import Display, Rows, label
from captions.model.scrolling import Scrolling
from captions.model.wishes import Wish
from captions.outputs.trace import Trace
from captions.pcm import Chunk
from captions.presenter import CaptionPresenter, style
from captions.settings import Settings
from captions.terminal.lines import PlainLines
from captions.terminal.output import is_capable, quiet_errors
from captions.terminal.screen import ScreenEvents, TerminalScreen
from captions.terminal.styles import measure
from captions.terminal.warnings import shown_warnings
from captions.wording import language
from captions.wording.language import marked, translated
from captions.wording.notices import Told
from captions.wording.status import Status

_WINDOW_ONLY = frozenset(
    {
        *(Wish.SHOW, Wish.HIDE, Wish.TOGGLE_SHOW),
        *(Wish.LOCK, Wish.UNLOCK, Wish.TOGGLE_LOCK),
        *(Wish.LARGER, Wish.SMALLER, Wish.SETTINGS),
    }
)
"""Commands for what a terminal does not have."""
_KEYS = {
    "p": Wish.TOGGLE_PAUSE,
    " ": Wish.TOGGLE_PAUSE,
    "c": Wish.CLEAR,
    "q": Wish.QUIT,
}
_COMMIT_KEYS = "\r\n"
_REFRESH_KEY = "\x0c"
"""Ctrl+L, as in other programs."""
_SAID_ELSEWHERE = {"must_end", "setting_wrong"}
"""Kinds of notices that the command line writes to standard error by itself."""
_FOLDED_SECONDS = 60.0
"""Time in which the same kind of notice is not repeated."""


def run(asked: Run, remark: str = "") -> int:
    """Caption in the terminal until the user quits, and return the exit code.

    Args:
        asked: what to caption.
        remark: a sentence to show first.

    Raises:
        CaptionsError: the app cannot start, or cannot go on.
    """
    _speak(asked.settings)
    with begun(asked) as parts:
        if not is_capable(sys.stdout, os.environ):
            return _run(lambda: LinesApp(asked, parts).main(remark))
        with quiet_errors():
            return _run(lambda: TerminalApp(asked, parts).main(remark))


class TerminalApp:
    """The view of an application in a terminal that can rewrite its lines."""

    def __init__(self, asked: Run, parts: tuple[Plan, Trace]) -> None:
        """``parts`` is what `captions.application.begun` has opened."""
        events = ScreenEvents(self._take_key, self._lay_out_again, self._painted, self._end)
        self._screen = TerminalScreen(sys.stdout, os.environ, events)
        self._presenter = CaptionPresenter(
            asked.settings, self._new_display, self._screen.show_rows
        )
        self._row_width = self._screen.row_width(asked.settings.captions)
        front_end = _front_end(self._clear)
        self._application = Application(asked, parts, self, front_end)
        self._notified: dict[str, float] = {}
        """When each kind of notice was shown last."""

    async def main(self, remark: str) -> int:
        """Caption until the user quits or the recording ends; return the exit code.

        Args:
            remark: a sentence to show first; empty for none.

        Raises:
            CaptionsError: the app cannot go on.
        """
        with contextlib.ExitStack() as stack:
            stack.callback(self._screen.close)
            stack.enter_context(shown_warnings(self._screen.add_notice, but=application.log.name))
            if remark:
                self._screen.add_notice(remark)
            _on_signal("SIGWINCH", self._screen.refresh)
            _on_signal("SIGTSTP", self._suspend)
            _on_signal("SIGCONT", self._screen.open)
            return await self._application.main()

    def open(self) -> None:
        """Take the terminal."""
        self._screen.open()

    def show(self, event: Speech) -> None:
        """Show what was said."""
        self._presenter.show(event)

    def show_status(self, now: Status) -> None:
        """Show the status below the captions."""
        self._screen.show_status(now)
        self.show_choices()

    def show_choices(self) -> None:
        """Show what keys do now."""
        paused = self._application.captioning.paused
        hints = [("p", _RESUME if paused else _PAUSE), ("c", _CLEAR), ("q", _QUIT)]
        if self._settings.recognition.manual:
            hints.insert(1, ("Enter", _COMMIT))
        self._screen.show_hints([(key, translated(what)) for key, what in hints])

    def show_change(self, before: Settings, settings: Settings) -> None:
        """Show what changes at once when settings change."""
        if before.interface.language != settings.interface.language:
            _speak(settings)
        self._presenter.apply(settings)
        self._lay_out_again()
        self.show_choices()

    def notify(self, told: Told) -> None:
        """Write a notice above the captions."""
        now = time.monotonic()
        fresh = now - self._notified.get(told.kind, -_FOLDED_SECONDS) >= _FOLDED_SECONDS
        if fresh and told.kind not in _SAID_ELSEWHERE:
            self._notified[told.kind] = now
            self._screen.add_notice(_sentence(told))
            if told.kind == "no_microphone":
                self._screen.add_notice(translated(_DEMO))

    def heard(self, chunk: Chunk) -> None:
        """Do nothing: how loud it is is shown by ``captions devices --meter``."""

    async def read(self) -> None:
        """Wait until all that was said has been shown for long enough to be read."""
        await self._presenter.read()

    async def close(self) -> None:
        """Change no rows by time alone any more."""
        self._presenter.close()

    @property
    def _settings(self) -> Settings:
        """Settings in force."""
        return self._application.preferences.settings

    def _new_display(self, settings: Settings) -> Display:
        """Return a display for words from now on."""
        return Scrolling(
            measure,
            self._screen.row_width(settings.captions),
            self._screen.add_rows,
            labels(settings.sound),
            style(settings),
        )

    def _take_key(self, key: str) -> None:
        if key == _REFRESH_KEY:
            self._screen.refresh()
        elif key in _COMMIT_KEYS and self._settings.recognition.manual:
            self._application.fulfil(Wish.COMMIT)
        elif key.lower() in _KEYS:
            self._application.fulfil(_KEYS[key.lower()])

    def _lay_out_again(self) -> None:
        """Break the rows for another width of the terminal or of the settings."""
        before, self._row_width = self._row_width, self._screen.row_width(self._settings.captions)
        if self._row_width != before:
            self._presenter.lay_out(measure, self._row_width)

    def _clear(self) -> None:
        self._presenter.clear()
        self._screen.scroll_away()

    def _painted(self, rows: Rows) -> None:
        self._application.trace.frame(rows)

    def _end(self) -> None:
        self._application.quit.set()

    def _suspend(self) -> None:
        """Stop as the shell wants, with the terminal as it was."""
        self._screen.suspend()
        os.kill(os.getpid(), signal.SIGSTOP)


class LinesApp:
    """The view of an application on standard output: lines of committed text."""

    def __init__(self, asked: Run, parts: tuple[Plan, Trace]) -> None:
        """``parts`` is what `captions.application.begun` has opened."""
        self._lines = PlainLines(sys.stdout, sys.stderr)
        self._labels = labels(asked.settings.sound)
        self._failure: OSError | CaptionsError | None = None
        """Why nothing can be written any more."""
        self._application = Application(asked, parts, self, _front_end(_nothing))

    async def main(self, remark: str) -> int:
        """Caption until the user quits or the recording ends; return the exit code.

        Args:
            remark: a sentence to show first; empty for none.

        Raises:
            CaptionsError: the app cannot go on, or its output cannot be written.
            BrokenPipeError: nobody reads the output any more.
        """
        with shown_warnings(self._lines.warn, but=application.log.name):
            if remark:
                self._lines.warn(remark)
            code = await self._application.main()
        if self._failure is not None:
            raise self._failure
        return code

    def open(self) -> None:
        """Do nothing: there is nothing to write yet."""

    def show(self, event: Speech) -> None:
        """Write what was committed."""
        if not isinstance(event, Committed) or not event.text or self._failure is not None:
            return
        try:
            self._lines.add(f"{label(self._labels, event.lane)} {event.text}".lstrip())
        except (OSError, CaptionsError) as error:
            self._failure = error
            self._application.quit.set()

    def show_status(self, now: Status) -> None:
        """Write what is heard, or why nothing is."""
        self._lines.show_status(now)

    def show_choices(self) -> None:
        """Do nothing: there are no keys."""

    def show_change(self, before: Settings, settings: Settings) -> None:
        """Go by other settings."""
        if before.interface.language != settings.interface.language:
            _speak(settings)
        self._labels = labels(settings.sound)

    def notify(self, told: Told) -> None:
        """Write a notice to standard error."""
        if told.kind not in _SAID_ELSEWHERE:
            self._lines.warn(_sentence(told))

    def heard(self, chunk: Chunk) -> None:
        """Do nothing."""

    async def read(self) -> None:
        """Return at once: lines can be read at any time."""

    async def close(self) -> None:
        """Do nothing."""


_DEMO = marked("'captions --demo' shows captions of a recording, without a microphone.")
_PAUSE = marked("pause")
_RESUME = marked("resume")
_COMMIT = marked("commit")
_CLEAR = marked("clear")
_QUIT = marked("quit")


def _front_end(clear: Callable[[], None]) -> FrontEnd:
    return FrontEnd(
        shown=lambda: True,
        show=_nothing,
        hide=_nothing,
        clear=clear,
        open_settings=_nothing,
        lacks=_WINDOW_ONLY,
    )


def _nothing() -> None:
    """Do what a window would do."""


def _speak(settings: Settings) -> None:
    chosen = settings.interface.language
    language.speak(chosen or language.preferred(language.of_system()))


def _sentence(told: Told) -> str:
    return f"{told.title}. {told.advice}" if told.advice else told.title


def _run(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run a coroutine, and return its exit code; a signal that ends the program cancels it."""
    caught = [signal.SIGINT]

    async def interruptible() -> int:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # there is one in a coroutine

        def end(number: signal.Signals) -> None:
            caught[0] = number
            task.cancel()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, signal.SIGINT)
            if signal.getsignal(number) is not signal.SIG_IGN:  # As nohup has it.
                _on_signal(name, end, number)
        return await main()

    try:
        return asyncio.run(interruptible())
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 128 + caught[0]


def _on_signal(name: str, handle: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401  # of any handler
    """Handle a signal on the running loop, where the system has it."""
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(getattr(signal, name), handle, *arguments)
