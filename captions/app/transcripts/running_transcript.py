"""The transcript of the running app: the store, the files that follow it, and the order of events.

Speech is passed on to the screen only after it is on disk, so nothing that was read can be lost.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from captions.app.transcripts.kept_sound import KeptSound
from captions.app.transcripts.recorder import Listeners, TranscriptRecorder
from captions.app.transcripts.speech_gate import SpeechGate
from captions.app.transcripts.translation_wait import TranslationWait
from captions.background_tasks import BackgroundTasks
from captions.errors import CaptionsError
from captions.events import CaptionEvent, Event
from captions.history.history import History
from captions.messages.message import Message
from captions.model.saved_transcript import Keeping, TranscriptSegment
from captions.outputs.files.live_file import LiveTranscriptFile
from captions.pcm import Chunk
from captions.settings.schema import Settings
from captions.wording.speaker_names import SpeakerNames
from captions.words.compiled_rules import compile_rules

_log = logging.getLogger(__name__)


class RunningTranscript:
    """Records every event, and passes speech on once it is recorded."""

    def __init__(
        self,
        settings: Settings,
        pass_on: Callable[[CaptionEvent], None],
        report: Callable[[Message], None],
        pass_segment: Callable[[TranscriptSegment], None] = lambda _: None,
        pass_translated: Callable[[TranscriptSegment], None] = lambda _: None,
    ) -> None:
        """Prepare to record.

        Args:
            settings: settings currently in use.
            pass_on: called with each partial, committed segment and translation, in order.
            report: called on the event loop with each problem, to show it to the user.
            pass_segment: called with each committed segment and its times.
            pass_translated: called with it again once it has its translation, if one follows.
        """
        self._pass_translated = pass_translated
        self._waiting = TranslationWait(self._handle_complete)
        self._settings = settings
        self._report = report
        self._pass_segment = pass_segment
        self._loop: asyncio.AbstractEventLoop | None = None
        self._files: dict[Path, LiveTranscriptFile] = {}
        """Files that follow the transcript, by path."""
        self._closing: dict[Path, asyncio.Task[None]] = {}
        """Files that no longer follow it, until everything is written, by path."""
        self._tasks = BackgroundTasks()
        self.history = History()
        """All transcripts, including this one."""
        self.history.on_problem = self._report_soon
        self._sound = KeptSound(self.history.folder, self._report_soon)
        self.history.pause_sound(self._sound.pause)
        listeners = Listeners(
            self._handle_segment, self._waiting.add_translation, self._sound.record_chunk
        )
        self._recorder = TranscriptRecorder(self.history, settings, listeners)
        self._gate = SpeechGate(pass_on)

    @property
    def session_id(self) -> int | None:
        """Session that is being written; `None` before the first speech."""
        return self._recorder.session_id

    @property
    def keeping(self) -> Keeping:
        """Part of the current session that remains after the app quits."""
        return self._recorder.keeping

    @property
    def names(self) -> SpeakerNames:
        """Names of the speakers of this run."""
        return self._recorder.names

    def open(self) -> None:
        """Open the store and the files, delete expired transcripts, and report problems."""
        self._loop = asyncio.get_running_loop()
        for problem in self.history.open():
            self._report(problem)
        self._delete_expired()
        self._open_files()

    def keep_session(self, *, kept: bool) -> None:
        """Keep this session after the app quits, or no longer."""
        self._recorder.keep_session(kept=kept)

    def apply(self, settings: Settings) -> None:
        """Apply other settings."""
        before, self._settings = self._settings.history, settings
        if not settings.history.keep_sound:
            self._sound.end()
        self._recorder.apply(settings)
        if before.write != settings.history.write:
            self._open_files()

    def record_chunk(self, lane: str, chunk: Chunk) -> None:
        """Record the time at which a chunk of a lane arrived."""
        self._recorder.record_chunk(lane, chunk)

    def record_event(self, event: Event) -> None:
        """Record an event, and pass it on if it is speech."""
        written = self._recorder.record_event(event)
        if isinstance(event, CaptionEvent):
            self._gate.add_event(event, written)

    async def close(self) -> None:
        """End the session, and wait until everything is written."""
        self._gate.pass_all()
        self._waiting.pass_all()
        self._recorder.end_session()
        self._loop = None
        files, self._files = self._files, {}
        await self._tasks.wait()
        await asyncio.to_thread(self._close_all, tuple(files.values()))

    def _close_all(self, files: tuple[LiveTranscriptFile, ...]) -> None:
        for file in files:
            file.close()
        self._sound.close()
        self.history.close()

    def _handle_segment(self, segment: TranscriptSegment, segment_id: str) -> None:
        self._pass_segment(segment)
        call_later = asyncio.get_running_loop().call_later
        self._waiting.add_segment(segment, segment_id, call_later)

    def _handle_complete(self, segment: TranscriptSegment) -> None:
        """Pass on a segment with its translation, if it has one, and write it to the files."""
        self._pass_translated(segment)
        rules = compile_rules(self._settings.words.overlay, self._settings)
        segment = rules.apply_segment(segment)
        if not (segment.text or segment.is_gap):
            return  # All words were left out.
        for file in self._files.values():
            file.add_segment(segment)

    def _delete_expired(self) -> None:
        history = self._settings.history
        if history.keep == "days":
            try:
                self.history.delete_older(history.keep_days, time.time())
            except CaptionsError as error:
                self._report(error.message)

    def _open_files(self) -> None:
        """Open the files that the settings name, and close the others."""
        # A file may be named twice in different ways.
        wanted = dict.fromkeys(map(_find_real_path, self._settings.history.write))
        for path in [path for path in self._files if path not in wanted]:
            self._closing[path] = self._tasks.start(self._close_file(path, self._files.pop(path)))
        for path in wanted:
            if path not in self._files and path not in self._closing:
                self._open_file(path)

    async def _close_file(self, path: Path, file: LiveTranscriptFile) -> None:
        """Close a file, and open it again if the settings name it by then."""
        await asyncio.to_thread(file.close)
        del self._closing[path]
        if self._loop is not None:
            self._open_files()

    def _open_file(self, path: Path) -> None:
        try:
            file = LiveTranscriptFile(path, on_problem=self._report_soon)
            file.open()
        except CaptionsError as error:
            self._report(error.message)
        else:
            self._files[path] = file

    def _report_soon(self, problem: Message) -> None:
        """Report a problem from another thread; while the app closes, only log it."""
        loop = self._loop
        if loop is None:
            _log.warning("%s", problem)
        else:
            loop.call_soon_threadsafe(self._report, problem)


def _find_real_path(path: str) -> Path:
    return Path(os.path.realpath(os.path.expanduser(path)))  # noqa: PTH111  # never raises
