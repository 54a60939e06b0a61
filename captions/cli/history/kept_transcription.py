"""Adds the result of ``captions transcribe`` to the saved transcripts."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

from captions.audio import playback
from captions.cli.history.open_history import open_history
from captions.events import Committed
from captions.history import session_description
from captions.history.session_writer import SessionWriter
from captions.model.saved_transcript import NewSession
from captions.outputs.files.transcript import make_segment
from captions.settings.source import LocationKind, parse_location

OnSegment = Callable[[Committed], None]


@contextlib.contextmanager
def keep_transcription(
    recording: str, server: str, model: str, *, wanted: bool
) -> Iterator[OnSegment]:
    """Yield a function that saves a segment in a new session; an empty session is not kept.

    The session ends with the context, even if the transcription fails or is interrupted. Then it
    contains the segments so far.

    Args:
        recording: a path, a URL, or ``-`` for standard input; its name becomes the title.
        server: address of the speech server; empty for this computer.
        model: name of the model on this computer.
        wanted: False to save nothing.

    Raises:
        CaptionsError: the store cannot be opened, or the segments cannot be written.
    """
    if not wanted:
        yield lambda _: None
        return
    with open_history() as history:
        kept = _KeptSession(history.start_session(_describe(recording, server, model), kept=True))
        try:
            yield kept.add_segment
            kept.end = max(kept.end, playback.read_duration(recording) or 0.0)
        finally:
            kept.writer.end(kept.end)


class _KeptSession:
    """A session that is being written."""

    def __init__(self, writer: SessionWriter) -> None:
        self.writer = writer
        self.end = 0.0
        """Stream time in seconds; at last the duration of the recording, if it is known."""

    def add_segment(self, committed: Committed) -> None:
        """Save a segment; one without words begins and ends with the segment before it."""
        if not committed.text.strip():
            return
        start = committed.words[0].start if committed.words else self.end
        self.end = committed.words[-1].end if committed.words else self.end
        segment = replace(make_segment(committed), start=start, end=self.end)
        self.writer.add_segment(segment)


def _describe(recording: str, server: str, model: str) -> NewSession:
    now = time.time()
    return NewSession(
        started=now,
        utc_offset_seconds=session_description.find_utc_offset(now),
        sources=(session_description.describe_source(recording),),
        recogniser=session_description.describe_recogniser(server, model),
        title=_recording_name(recording),
    )


def _recording_name(recording: str) -> str:
    """Return the name of a file, or the address of a stream without its secrets."""
    match parse_location(recording):
        case LocationKind.STANDARD_INPUT:
            return "Standard input"
        case LocationKind.URL:
            address = session_description.describe_source(recording)
            return PurePath(urlsplit(address).path).name or address
        case LocationKind.PATH:
            return session_description.describe_source(recording)
