"""``captions transcribe``: a recording's words as text, as fast as the recogniser can."""

import contextlib
import logging
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Annotated, Self

import typer

from captions import ffmpeg
from captions.errors import OutputError, RecordingError, UsageError
from captions.events import Committed, Event, Failed
from captions.outputs.files import SegmentWriter, TextFormat
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
        help="The recording, in any format; also the URL of one, or - for standard input: 16-bit "
        "samples of one channel, 16000 a second.",
    ),
]
Format = Annotated[
    TextFormat | None,
    typer.Option("--format", help="What to write; by default what the output's name says."),
]
Output = Annotated[Path | None, typer.Option(help="File to write to; otherwise standard output.")]
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

    playing.check(recording)
    with _Transcript(output, text_format or _format_of(output)) as transcript:
        if server:
            from captions.cli import elsewhere  # noqa: PLC0415

            elsewhere.transcribe(
                server,
                _OPTIONS,
                lambda rate: playing.played(recording, rate, _tell, speed or math.inf),
                transcript.add,
                allow_plain_key=allow_plain_key,
            )
        else:
            for segment in _recognised(recording, model):
                transcript.add(segment)


class _Transcript:
    """Writes segments; a file is touched no sooner than there is something to write into it."""

    def __init__(self, path: Path | None, text_format: TextFormat) -> None:
        self._path = path
        self._format = text_format
        self._open = contextlib.ExitStack()
        self._writer: SegmentWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._open:
            if kind is None:
                self._begun()

    def add(self, segment: Committed) -> None:
        """Write a segment.

        Raises:
            OutputError: the file cannot be written.
        """
        try:
            self._begun().add(segment)
        except OSError as error:
            if self._path is None:
                raise
            raise _unwritable(self._path, error) from error

    def _begun(self) -> SegmentWriter:
        if self._writer is None:
            out = sys.stdout
            if self._path is not None:
                try:
                    out = self._open.enter_context(self._path.open("w", encoding="utf-8"))
                except OSError as error:
                    raise _unwritable(self._path, error) from error
            self._writer = SegmentWriter(out, self._format)
        return self._writer


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"The transcript cannot be written to {path} ({error.strerror}): choose another path."
    )


def _format_of(output: Path | None) -> TextFormat:
    """Return the format that a file's name asks for, or plain text."""
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    return TextFormat(ending) if ending in set(TextFormat) else TextFormat.TXT


def _recognised(recording: str, model: str) -> Iterator[Committed]:
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
    with _progress(Path(ffmpeg.bare(recording)).name, playing.duration(recording)) as advance:
        try:
            for samples in playing.read(recording, ENGINE_RATE, _tell):
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
def _progress(name: str, total: float | None) -> Iterator[Callable[[float], None]]:
    """Give a function that moves a progress bar by seconds, if there is a terminal to see it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(name, total=total)
    with bar:
        yield lambda seconds: bar.advance(task, seconds)
