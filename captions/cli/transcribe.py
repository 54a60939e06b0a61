"""``captions transcribe``: writes the text of a recording, as fast as it can be recognised."""

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

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from captions.app.pipeline.speaker_turns import split_by_speaker
from captions.audio import playback
from captions.cli import remote_transcription
from captions.cli.history.kept_transcription import OnSegment, keep_transcription
from captions.engine.capabilities import ModelCapabilities
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.errors import ModelMissingError, RecordingError, StoppedError, UsageError
from captions.events import Committed, Event, Failed
from captions.formats import options
from captions.formats.options import ExportOptions, TextFormat
from captions.media import ffmpeg, tracks
from captions.messages.message import Message
from captions.outputs.files import transcript
from captions.outputs.files.transcript import TranscriptFile
from captions.printable import redact_url
from captions.protocol.languages import two_letter_code
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.settings.source import LocationKind, parse_location
from captions.wording.notifications import notices

_OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD,
    vad_silence_threshold_secs=0.7,  # The default of the settings.
    include_timestamps=True,
)

log = logging.getLogger(__name__)

commands = typer.Typer(add_completion=False)

Recording = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help=(
            "Recording in any format: a file, a URL, a named pipe, or - for standard input, "
            "which takes a recording or 16-bit mono samples at 16 kHz."
        ),
    ),
]
Format = Annotated[
    TextFormat | None,
    typer.Option(
        "--format", help=("Output format; by default, the one of the output file's extension.")
    ),
]
Offset = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        help="Added to all times; negative if the transcript should begin within the recording.",
    ),
]
FrameRate = Annotated[
    str,
    typer.Option(
        help=(
            "Frames per second of the video, such as 25, 29.97 or 30000/1001: subtitles begin and "
            "end with its frames."
        )
    ),
]
WordTimes = Annotated[
    bool, typer.Option("--word-times", help="Write the time of each word (WebVTT).")
]
Output = Annotated[Path | None, typer.Option(help="Output file; by default, standard output.")]
Track = Annotated[
    str,
    typer.Option(
        help=(
            "Audio track to transcribe: its number, starting at 1, or its language, such as eng; "
            "by default, the recording's default track."
        )
    ),
]
Server = Annotated[
    str,
    typer.Option(
        help=(
            "Address of a speech server; its key is read from CAPTIONS_API_KEY or "
            "ELEVENLABS_API_KEY. By default, speech is recognised on this computer."
        )
    ),
]
AllowPlainKey = Annotated[
    bool,
    typer.Option(
        "--allow-plain-key",
        help="With --server: send the key to another computer without encryption (http://).",
    ),
]
Model = Annotated[
    str, typer.Option(help="Speech model on this computer, as listed by 'captions models'.")
]
Language = Annotated[
    str,
    typer.Option(
        help="Spoken language as a code such as de or ja; by default, the model detects it."
    ),
]
Speed = Annotated[
    float,
    typer.Option(
        min=0,
        help=(
            "With --server: seconds of audio sent per second; 0 for as fast as the server "
            "accepts it."
        ),
    ),
]
Speakers = Annotated[
    bool,
    typer.Option(
        "--speakers",
        help=(
            "Say who is speaking (Speaker 1, Speaker 2, …) where that is certain. On this "
            "computer, it needs the model that 'captions models fetch speakers' downloads."
        ),
    ),
]
Keep = Annotated[
    bool,
    typer.Option(
        "--keep", help="Add the text to the saved transcripts, which 'captions history' lists."
    ),
]


@commands.command()
def transcribe(  # noqa: PLR0913  # one argument for each option
    recording: Recording,
    *,
    text_format: Format = None,
    output: Output = None,
    offset: Offset = 0.0,
    frame_rate: FrameRate = "",
    word_times: WordTimes = False,
    track: Track = "",
    server: Server = "",
    allow_plain_key: AllowPlainKey = False,
    model: Model = "moonshine",
    language: Language = "",
    speed: Speed = 0.0,
    speakers: Speakers = False,
    keep: Keep = False,
) -> None:
    """Transcribe a recording on this computer or with a speech server."""
    _check_request(recording, track, output, server=server, speed=speed)
    chosen_format = text_format or options.infer_format(output)
    export_options = _make_options(chosen_format, offset, frame_rate, word_times=word_times)
    session_options = _make_session_options(language, speakers=speakers)
    with (
        _convert_stop(output) as written,
        TranscriptFile(output, chosen_format, export_options) as written.transcript,
        keep_transcription(recording, server, model, wanted=keep) as written.keep_segment,
    ):
        if server:
            pace = speed or math.inf
            remote_transcription.transcribe_remotely(
                server,
                session_options,
                lambda rate: playback.make_source(recording, rate, _log_failure, pace, track),
                written.add_segment,
                allow_plain_key=allow_plain_key,
            )
        else:
            for segment in _transcribe_locally(recording, model, track, session_options):
                written.add_segment(segment)
    if not written.transcript.has_text:
        raise RecordingError("nothing_transcribed", recording=_recording_name(recording))


def _check_request(
    recording: str, track: str, output: Path | None, *, server: str, speed: float
) -> None:
    """Check the options, the recording and the output before anything is opened.

    Raises:
        UsageError: a speed needs a server, the track is invalid, or the output is the recording.
        OutputError: the output cannot be written.
        RecordingError: the recording cannot be read.
    """
    if speed and not server:
        raise UsageError("speed_without_server")
    tracks.check_choice(track)
    if output is not None:
        transcript.check_output(output, recording)
    playback.check_source(recording)


def _make_options(
    text_format: TextFormat, offset: float, frame_rate: str, *, word_times: bool
) -> ExportOptions:
    """Return the options of the output file.

    Raises:
        UsageError: the frame rate is invalid, or an option has no meaning for the format.
    """
    rate = options.parse_frame_rate(frame_rate) if frame_rate else None
    chosen = ExportOptions(offset_seconds=offset, frame_rate=rate, word_times=word_times)
    chosen.check_format(text_format)
    return chosen


def _make_session_options(language: str, *, speakers: bool) -> SessionOptions:
    return msgspec.structs.replace(
        _OPTIONS, language_code=language or None, diarize=speakers or None
    )


class _WrittenFiles:
    """The transcript written so far."""

    transcript: TranscriptFile
    keep_segment: OnSegment
    """Adds a segment to the saved transcripts, if the user wants to keep it."""
    end = 0.0
    """Stream time in seconds at the end of the last word."""

    def add_segment(self, segment: Committed) -> None:
        """Write a segment, or each turn of it if speakers are told apart.

        Raises:
            OutputError: the transcript cannot be written.
        """
        for turn in split_by_speaker(segment):
            self.transcript.add_segment(turn)
            self.keep_segment(turn)
        if segment.words:
            self.end = segment.words[-1].end


@contextlib.contextmanager
def _convert_stop(output: Path | None) -> Iterator[_WrittenFiles]:
    """Turn Ctrl+C and SIGTERM into an error that names what has been written.

    Raises:
        StoppedError: one of the signals arrived.
    """
    received = [signal.SIGINT]

    def raise_interrupt(number: int, _frame: FrameType | None) -> None:
        received[0] = signal.Signals(number)
        signal.raise_signal(signal.SIGINT)

    written = _WrittenFiles()
    before = signal.signal(signal.SIGTERM, raise_interrupt)
    try:
        yield written
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        raise StoppedError(_format_stop(written, output), received[0]) from error
    finally:
        signal.signal(signal.SIGTERM, before)


def _format_stop(written: _WrittenFiles, output: Path | None) -> Message:
    if not written.transcript.has_text:
        return Message("stopped_early")
    place = "standard output" if output is None else str(output)
    return Message("stopped", place=place, seconds=written.end)


def _recording_name(recording: str) -> str:
    if parse_location(recording) is LocationKind.STANDARD_INPUT:
        return "standard input"
    return ffmpeg.display_name(recording)


def _transcribe_locally(
    recording: str, model: str, track: str, session_options: SessionOptions
) -> Iterator[Committed]:
    """Yield the segments of a recording, with a progress bar if standard error is a terminal.

    Raises:
        RecordingError: the audio is missing or incomplete; its segments are yielded first.
        UsageError: the model does not exist, or does not know the language.
        ModelMissingError: the model, or the one that tells speakers apart, is not installed.
        EngineError: the engine cannot run.
    """
    models = LoadedModels.load(model)
    _check_capabilities(models.capabilities, session_options)
    transcriber = models.create_transcriber(session_options)
    failure: RecordingError | None = None
    with _show_progress(recording) as advance:
        try:
            for samples in playback.read_samples(recording, ENGINE_RATE, _log_failure, track):
                yield from transcriber.feed(samples)
                advance(len(samples) / ENGINE_RATE)
        except RecordingError as error:
            failure = error
        last = transcriber.commit()
    if last.text:
        yield last
    if failure is not None:
        raise failure


def _check_capabilities(capabilities: ModelCapabilities, session_options: SessionOptions) -> None:
    """Check that the models on this computer can do what is asked for.

    Raises:
        UsageError: the model does not know the language.
        ModelMissingError: the model that tells speakers apart is not installed.
    """
    language = session_options.language_code
    if language is not None and two_letter_code(language) not in capabilities.languages:
        raise UsageError("model_lacks_language", model=capabilities.name, language=language)
    if session_options.diarize and not capabilities.tells_speakers:
        raise ModelMissingError("voice_model_missing")


def _log_failure(event: Event) -> None:
    """Log a problem of a stream that does not end it."""
    if isinstance(event, Failed):
        log.warning("%s. %s", *notices.format_in_english(event))


@contextlib.contextmanager
def _show_progress(recording: str) -> Iterator[Callable[[float], None]]:
    """Yield a function that advances a progress bar by seconds, if there is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = Progress(console=Console(stderr=True), transient=True)
    name = Path(redact_url(recording)).name.encode(errors="replace").decode()
    task = bar.add_task(escape(name), total=playback.read_duration(recording))
    with bar:
        yield lambda seconds: bar.advance(task, seconds)
