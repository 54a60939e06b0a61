"""What the overlay and the terminal have in common: it joins settings, pipeline and commands.

An `Application` passes every event to the trace, to the log and to its `View`, which shows it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from captions import __version__, captioning, lock, logs, storage
from captions.audio.opening import TrackChoice
from captions.captioning import Captioning, Plan
from captions.control import ControlSocket
from captions.errors import CaptionsError
from captions.events import (
    Committed,
    Event,
    Failed,
    Partial,
    SessionChanged,
    SourceChanged,
    Speech,
)
from captions.granting import FrontEnd, Granting
from captions.model.waiting import Waiting
from captions.model.wishes import Wish
from captions.outputs.trace import Trace
from captions.pcm import Chunk
from captions.preferences import Preferences, SettingsFile
from captions.realtime.key import KeyStore
from captions.settings import Settings
from captions.wording import notices
from captions.wording.notices import Told
from captions.wording.status import Status, status

log = logging.getLogger(__name__)

_CLOSE_SECONDS = 1.5
"""Time limit for each part of the app that closes; what takes longer is left behind."""
_INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it: 128 and the signal's number."""
_LAST_LOOK_SECONDS = 1.0
"""How long the last words stay when the app ends with its recording."""


def _nothing(code: int) -> None:
    """Take note of nothing."""


class Run(NamedTuple):
    """What one start of the app was asked for."""

    settings: Settings
    """In force: those of the file, and whatever the command line chose."""
    saved: Settings
    """Those of the file."""
    path: Path
    """Where they are kept."""
    problems: tuple[str, ...] = ()
    """Sentences on what was wrong with the settings."""
    trace: Path | None = None
    quit_at_end: bool = False
    """True to end with the recording."""
    closing: Callable[[int], None] = _nothing
    """Is called with the exit code when the app begins to close."""
    track: str = ""
    """Number or language of the source's sound track; nothing for the default one."""


class View(Protocol):
    """Shows captions and the state of the application."""

    def open(self) -> None:
        """Begin to show."""

    def show(self, event: Speech) -> None:
        """Show what was said."""

    def show_status(self, now: Status) -> None:
        """Show a status that has changed."""

    def show_choices(self) -> None:
        """Show what may have changed by a command: the settings, a pause."""

    def show_change(self, before: Settings, settings: Settings) -> None:
        """Show what changes at once when settings change."""

    def notify(self, told: Told) -> None:
        """Show a notice."""

    def heard(self, chunk: Chunk) -> None:
        """Show how loud it is, where that is shown."""

    async def read(self) -> None:
        """Wait until all that was said has been shown for long enough to be read."""

    async def close(self) -> None:
        """Stop listening to the user; what is on the screen stays for the moment."""


class Application:
    """Owns the pipeline, the settings in force and the control socket."""

    def __init__(
        self, asked: Run, parts: tuple[Plan, Trace], view: View, front_end: FrontEnd
    ) -> None:
        """Prepare to run.

        Args:
            asked: the choices for this run.
            parts: what `begun` has opened for it.
            view: shows what happens.
            front_end: carries out commands that concern the view.
        """
        planned, self.trace = parts
        self._asked = asked
        self._view = view
        self._status: Status | None = None
        """The last one shown."""
        self._chores: set[asyncio.Task[Any]] = set()
        self._waiting = Waiting()
        self.quit = asyncio.Event()
        self.captioning = Captioning(planned, self.tell, self._take_note, self._key)
        self.preferences = Preferences(
            asked.settings,
            SettingsFile(asked.path, asked.saved, asked.settings),
            self.captioning,
            view.show_change,
            view.notify,
        )
        self._granting = Granting(
            self.captioning, self.preferences, front_end, self.quit.set, view.show_choices
        )
        self._control = ControlSocket(self._granting.answer)

    async def main(self) -> int:
        """Caption until the user quits or the recording ends; return the exit code.

        Raises:
            CaptionsError: the app cannot go on; the user was told.
        """
        self._view.open()
        self._view.show_choices()
        self._say_status()
        if self._asked.problems:
            self._view.notify(notices.about("setting_wrong", " ".join(self._asked.problems)))
        await self._control.open()
        code = _INTERRUPTED
        work: set[asyncio.Task[Any]] = {
            asyncio.create_task(self._caption()),
            asyncio.create_task(self.quit.wait()),
        }
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except CaptionsError as error:
            self._view.notify(notices.about("must_end", str(error)))
            code = error.exit_code
            raise
        else:
            code = 0
            return code
        finally:
            self._asked.closing(code)
            await self._close(work)

    def tell(self, event: Event) -> None:
        """Take note of something that happened, and show what follows from it."""
        self.trace.event(event)
        self._say_status()
        if isinstance(event, Partial | Committed):
            self._view.show(event)
        self._log(event)
        told = notices.of(event)
        if told is not None:
            self._view.notify(told)

    def _log(self, event: Event) -> None:
        match event:
            case Failed(_, title, advice):
                log.warning("%s. %s", title, advice)
            case SourceChanged() | SessionChanged():
                if self._waiting.is_news(event, asyncio.get_running_loop().time()):
                    log.info("%s", event)
            case _:
                pass

    def fulfil(self, wish: Wish) -> None:
        """Execute a command of the user."""
        self._granting.fulfil(wish)

    def key_changed(self) -> None:
        """Try again with another key, if one is needed."""
        if self.preferences.settings.recognition.server:
            self.captioning.renew()

    def do(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something beside whatever happens next; it is done before the app ends."""
        chore = asyncio.create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _caption(self) -> None:
        await self.captioning.run(self._say_status, quit_at_end=self._asked.quit_at_end)
        await self._view.read()
        await asyncio.sleep(_LAST_LOOK_SECONDS)

    async def _key(self, server: str) -> str:
        """Return the key of a server; empty if there is none."""
        try:
            return await KeyStore(server).read()
        except CaptionsError as error:
            self._view.notify(notices.about("key_store", str(error)))
            return ""

    def _take_note(self, lane: str, chunk: Chunk) -> None:
        self.trace.chunk(lane, chunk)
        self._view.heard(chunk)

    def _say_status(self) -> None:
        """Show the status, if it has changed."""
        now = status(self.captioning.health)
        if now != self._status:
            self._status = now
            self._view.show_status(now)

    async def _close(self, work: set[asyncio.Task[Any]]) -> None:
        """Close in order: settings, commands, sound, session, engine, view, chores."""
        self.preferences.close()
        for task in work:
            task.cancel()
        await _within_limit(self._control.close(), *work)
        await _within_limit(self.captioning.close(), self._view.close())
        self.preferences.close()  # What was being typed in a window that has closed.
        await _within_limit(*self._chores)


async def _within_limit(*work: Awaitable[Any]) -> None:  # of any result
    """Wait for all of it, but not for what takes too long."""
    closing = [asyncio.ensure_future(part) for part in work]
    if closing:
        done, hanging = await asyncio.wait(closing, timeout=_CLOSE_SECONDS)
        failures = [part.exception() for part in done if not part.cancelled()]
        for failure in filter(None, failures):
            log.info("Closing failed with %s.", type(failure).__name__)
        for part in hanging:
            log.info("Closing goes on without %s.", part)


@contextlib.contextmanager
def begun(asked: Run) -> Iterator[tuple[Plan, Trace]]:
    """Be the user's only copy of the app, with its trace and its log, while the context lasts.

    Raises:
        CaptionsError: the app cannot start.
    """
    track = TrackChoice(asked.settings.sound.source, asked.track)
    planned = captioning.plan(asked.settings, track)
    with Trace(asked.trace) as trace, lock.only_copy(), logs.kept():
        log.info("Captions %s begins.", __version__)
        storage.remove_leftovers(asked.path)
        yield planned, trace
