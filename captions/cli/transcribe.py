"""``captions transcribe``: a recording's words as text, as fast as the engine can."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, TextIO

import typer

from captions.errors import OutputError
from captions.events import Committed
from captions.outputs.files import SegmentWriter, TextFormat

_SILENCE_SECONDS = 0.7
"""Silence that closes a segment; the app's own default."""


def transcribe(
    file: Annotated[Path, typer.Argument(help="The recording, in any format.")],
    *,
    text_format: Annotated[
        TextFormat | None,
        typer.Option("--format", help="What to write; by default what the output's name says."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="File to write to; otherwise standard output.")
    ] = None,
) -> None:
    """Transcribe a recording on this computer."""
    segments = recognised(file)
    first = next(segments, None)  # A bad recording is told before a file is touched.
    with _opened(output) as out:
        writer = SegmentWriter(out, text_format or _format_of(output))
        if first is not None:
            writer.add(first)
        for segment in segments:
            writer.add(segment)


def _format_of(output: Path | None) -> TextFormat:
    """Return the format that a file's name asks for, or plain text."""
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    return TextFormat(ending) if ending in set(TextFormat) else TextFormat.TXT


def recognised(file: Path) -> Iterator[Committed]:
    """Yield the segments of a recording, with a progress bar where standard error is a terminal.

    Raises:
        RecordingError: the file cannot be read as sound.
        EngineError: the engine cannot work.
    """
    # Only this command pays for loading the engine.
    from captions.audio import recording  # noqa: PLC0415
    from captions.engine.models import Models  # noqa: PLC0415
    from captions.engine.ports import ENGINE_RATE  # noqa: PLC0415
    from captions.protocol.options import CommitStrategy, SessionOptions  # noqa: PLC0415

    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=_SILENCE_SECONDS
    )
    transcriber = Models.load().transcriber(options)
    total = recording.duration(file)
    with _progress(file.name, total) as advance:
        for samples in recording.read(file, ENGINE_RATE):
            yield from transcriber.feed(samples)
            advance(len(samples) / ENGINE_RATE)
        yield transcriber.commit()


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise OutputError(
            f"The transcript cannot be written to {path} ({error.strerror}): choose another path."
        ) from error


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
