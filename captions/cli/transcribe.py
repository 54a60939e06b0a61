"""``captions transcribe``: a recording's words as text, as fast as the recogniser can."""

import asyncio
import contextlib
import logging
import math
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from captions import ffmpeg
from captions.errors import RecordingError, StoppedError, UsageError
from captions.events import Committed, Event, Failed
from captions.outputs import transcript
from captions.outputs.files import TextFormat
from captions.outputs.transcript import Transcript
from captions.protocol.options import CommitStrategy, SessionOptions

_OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD,
    vad_silence_threshold_secs=0.7,  # The app's own default.
    include_timestamps=True,
)

log = logging.getLogger(__name__)

commands = typer.Typer()

Recording = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="The recording, in any format; also the URL of one, a named pipe, or - for standard "
        "input: a recording, or 16-bit samples of one channel, 16000 a second.",
    ),
]
Format = Annotated[
    TextFormat | None,
    typer.Option("--format", help="What to write; by default what the output's name says."),
]
Output = Annotated[Path | None, typer.Option(help="File to write to; otherwise standard output.")]
Track = Annotated[
    str,
    typer.Option(
        help="Sound track to transcribe: its number, from 1, or its language, such as eng; by "
        "default the one that the recording marks."
    ),
]
Server = Annotated[
    str,
    typer.Option(
        help="Address of a speech server; its key is read from CAPTIONS_API_KEY or "
        "ELEVENLABS_API_KEY. Otherwise this computer recognises."
    ),
]
AllowPlainKey = Annotated[
    bool,
    typer.Option(
        "--allow-plain-key",
        help="With --server: send the key to another machine without encryption (http://).",
    ),
]
Model = Annotated[
    str, typer.Option(help="Recogniser of this computer, as 'captions models' lists it.")
]
Speed = Annotated[
    float,
    typer.Option(
        min=0,
        help="With --server: seconds of sound to send a second; 0 for as fast as it takes it.",
    ),
]


@commands.command()
def transcribe(  # noqa: PLR0913  # a command has an argument for each of its options
    recording: Recording,
    *,
    text_format: Format = None,
    output: Output = None,
    track: Track = "",
    server: Server = "",
    allow_plain_key: AllowPlainKey = False,
    model: Model = "moonshine",
    speed: Speed = 0.0,
) -> None:
    """Transcribe a recording, on this computer or by a speech server."""
    if speed and not server:
        raise UsageError("--speed is for --server: this computer recognises as fast as it can.")
    # Only this command pays for loading the engine or the client.
    from captions.audio import playing  # noqa: PLC0415
    from captions.decoding import tracks  # noqa: PLC0415

    tracks.check_choice(track)
    if output is not None:
        transcript.check(output, recording)
    chosen_format = text_format or transcript.format_of(output)
    playing.check(recording)
    with _stoppable(output) as written, Transcript(output, chosen_format) as written.transcript:
        if server:
            from captions.cli import elsewhere  # noqa: PLC0415

            elsewhere.transcribe(
                server,
                _OPTIONS,
                lambda rate: playing.played(recording, rate, _tell, speed or math.inf, track),
                written.add,
                allow_plain_key=allow_plain_key,
            )
        else:
            for segment in _recognised(recording, model, track):
                written.add(segment)
    if not written.transcript.begun:
        raise RecordingError(f"No speech was found in {_named(recording)}: nothing was written.")


class _Written:
    """What was written so far."""

    transcript: Transcript
    end = 0.0
    """Seconds of stream time after the last word."""

    def add(self, segment: Committed) -> None:
        """Write a segment.

        Raises:
            OutputError: it cannot be written.
        """
        self.transcript.add(segment)
        if segment.words:
            self.end = segment.words[-1].end


@contextlib.contextmanager
def _stoppable(output: Path | None) -> Iterator[_Written]:
    """Turn Ctrl+C and SIGTERM into a sentence about what was kept.

    Raises:
        StoppedError: one of them came.
    """
    received = [signal.SIGINT]

    def stop(number: int, _frame: FrameType | None) -> None:
        received[0] = signal.Signals(number)
        signal.raise_signal(signal.SIGINT)

    written = _Written()
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield written
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        raise StoppedError(_kept(written, output), received[0]) from error
    finally:
        signal.signal(signal.SIGTERM, before)


def _kept(written: _Written, output: Path | None) -> str:
    if not written.transcript.begun:
        return "Stopped before anything was written."
    place = "standard output" if output is None else str(output)
    return f"Stopped: {place} holds what was said in the first {written.end:.0f} s."


def _named(recording: str) -> str:
    return "standard input" if recording == "-" else ffmpeg.shown(recording)


def _recognised(recording: str, model: str, track: str) -> Iterator[Committed]:
    """Yield the segments of a recording, with a progress bar where standard error is a terminal.

    Raises:
        RecordingError: there is no sound, or less than there should be: what there is comes first.
        UsageError: there is no such model.
        ModelMissingError: the model was not fetched.
        EngineError: the engine cannot work.
    """
    from captions.audio import playing  # noqa: PLC0415
    from captions.engine.models import Models  # noqa: PLC0415
    from captions.engine.ports import ENGINE_RATE  # noqa: PLC0415

    transcriber = Models.load(model).transcriber(_OPTIONS)
    broken: RecordingError | None = None
    with _progress(recording) as advance:
        try:
            for samples in playing.read(recording, ENGINE_RATE, _tell, track):
                yield from transcriber.feed(samples)
                advance(len(samples) / ENGINE_RATE)
        except RecordingError as error:
            broken = error
        last = transcriber.commit()
    if last.text:
        yield last
    if broken is not None:
        raise broken


def _tell(event: Event) -> None:
    """Say what happens to a stream that is not its end."""
    if isinstance(event, Failed):
        log.warning("%s. %s", event.title, event.advice)


@contextlib.contextmanager
def _progress(recording: str) -> Iterator[Callable[[float], None]]:
    """Give a function that moves a progress bar by seconds, if there is a terminal to see it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from captions.audio import playing  # noqa: PLC0415

    bar = Progress(console=Console(stderr=True), transient=True)
    name = Path(ffmpeg.bare(recording)).name.encode(errors="replace").decode()
    task = bar.add_task(escape(name), total=playing.duration(recording))
    with bar:
        yield lambda seconds: bar.advance(task, seconds)
