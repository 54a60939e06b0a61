"""``captions transcribe``: writes the text of a recording, as fast as it can be recognised."""

import asyncio
import contextlib
import math
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Annotated

import msgspec
import typer

from captions.audio import playback
from captions.cli.history.kept_transcription import OnSegment, keep_transcription
from captions.cli.transcription import local_transcription, remote_transcription
from captions.errors import RecordingError, StoppedError, UsageError
from captions.formats import options
from captions.formats.options import ExportOptions, TextFormat
from captions.media import ffmpeg, tracks
from captions.messages.message import Message
from captions.model.live.translated_text import TranslationChoice
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.files import transcript
from captions.outputs.files.transcript import TranscriptFile
from captions.protocol.languages import find_locale_language
from captions.protocol.options import TRANSLATION_LANGUAGE, CommitStrategy, SessionOptions
from captions.settings.source import LocationKind, parse_location

_OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD,
    vad_silence_threshold_secs=0.7,  # The default of the settings.
    include_timestamps=True,
)

_LIVE_SPEED = 1.0
"""Seconds of audio sent to a server per second if it translates: a server that receives speech
faster may have no time for all translations."""

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
            "With --server: seconds of audio sent per second; 0, the default, for as fast as the "
            "server accepts it, or with --translate for the speed of speech."
        ),
    ),
]
Translate = Annotated[
    bool,
    typer.Option(
        "--translate",
        help=(
            "Add a machine translation into English, which begins with [EN]. It needs a "
            "multilingual Whisper model: --model whisper-base."
        ),
    ),
]
Text = Annotated[
    TranslationChoice | None,
    typer.Option(
        help=(
            "With --translate: what is written, the original, the translation, or both, which is "
            "the default."
        )
    ),
]


Speakers = Annotated[
    bool,
    typer.Option(
        "--speakers",
        help=(
            "Say who is speaking (Speaker 1, Speaker 2, …) where that is certain. This needs the "
            "model that 'captions models fetch speakers' downloads, on the server's computer if "
            "there is a server."
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
    translate: Translate = False,
    text: Text = None,
    speakers: Speakers = False,
    keep: Keep = False,
) -> None:
    """Transcribe a recording on this computer or with a speech server."""
    _check_request(recording, track, output, server=server, speed=speed)
    chosen_format = text_format or options.infer_format(output)
    export_options = _make_options(offset, frame_rate, word_times=word_times)
    export_options = replace(export_options, text=_choose_text(text, translates=translate))
    export_options.check_format(chosen_format)
    _check_translation(server, model, language, wanted=translate)
    recogniser = _RecogniserChoice(
        model=model,
        track=track,
        server=server,
        speed=speed,
        allow_plain_key=allow_plain_key,
        options=_make_session_options(language, translates=translate, speakers=speakers),
    )
    with (
        _convert_stop(output) as written,
        TranscriptFile(output, chosen_format, export_options) as written.transcript,
        keep_transcription(recording, server, model, wanted=keep) as written.keep_segment,
    ):
        recogniser.transcribe(recording, written.add_segment)
    written.check_text(recording)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RecogniserChoice:
    """What transcribes a recording, and how."""

    model: str
    """Name of the model on this computer."""
    track: str
    """Number or language of the audio track; empty for the default."""
    server: str
    """Address of a server; empty for this computer."""
    speed: float
    """Seconds of audio sent to the server per second; 0 for the default."""
    allow_plain_key: bool
    options: SessionOptions

    def transcribe(self, recording: str, on_segment: OnSegment) -> None:
        """Transcribe a recording, and pass on each segment."""
        if self.server:
            remote_transcription.transcribe_remotely(
                self.server,
                self.options,
                lambda rate: playback.make_source(
                    recording, rate, local_transcription.log_failure, self._pace, self.track
                ),
                on_segment,
                allow_plain_key=self.allow_plain_key,
            )
            return
        for segment in local_transcription.transcribe_locally(
            recording, self.model, self.track, self.options
        ):
            on_segment(segment)

    @property
    def _pace(self) -> float:
        is_live = self.options.translate_to is not None
        return self.speed or (_LIVE_SPEED if is_live else math.inf)


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


def _make_options(offset: float, frame_rate: str, *, word_times: bool) -> ExportOptions:
    """Return the options of the output file.

    Raises:
        UsageError: the frame rate is invalid.
    """
    rate = options.parse_frame_rate(frame_rate) if frame_rate else None
    return ExportOptions(offset_seconds=offset, frame_rate=rate, word_times=word_times)


def _make_session_options(language: str, *, translates: bool, speakers: bool) -> SessionOptions:
    return msgspec.structs.replace(
        _OPTIONS,
        language_code=language or None,
        translate_to=TRANSLATION_LANGUAGE if translates else None,
        diarize=speakers or None,
    )


def _choose_text(text: TranslationChoice | None, *, translates: bool) -> TranslationChoice:
    """Return which text is written: both if speech is translated, unless the user has chosen.

    Raises:
        UsageError: the user chose a text, and speech is not translated.
    """
    if text is not None and not translates:
        raise UsageError("text_without_translate")
    return text or (TranslationChoice.BOTH if translates else TranslationChoice.ORIGINAL)


def _check_translation(server: str, model: str, language: str, *, wanted: bool) -> None:
    """Check that speech can be translated if that is wanted; a server says itself whether it can.

    Raises:
        UsageError: the language is English, or the model on this computer cannot translate.
    """
    if wanted and find_locale_language(language) == TRANSLATION_LANGUAGE:
        raise UsageError("translation_of_english")
    if wanted and not server:
        local_transcription.check_translation(model)


class _WrittenFiles:
    """The transcript written so far."""

    transcript: TranscriptFile
    keep_segment: OnSegment
    """Adds a segment to the saved transcripts, if the user wants to keep it."""
    end = 0.0
    """Stream time in seconds at the end of the last word."""

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment.

        Raises:
            OutputError: the transcript cannot be written.
        """
        self.transcript.add_segment(segment)
        self.keep_segment(segment)
        if segment.words:
            self.end = segment.words[-1].end

    def check_text(self, recording: str) -> None:
        """Check that something was written.

        Raises:
            RecordingError: no words were found in the recording.
        """
        if not self.transcript.has_text:
            raise RecordingError("nothing_transcribed", recording=_recording_name(recording))


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
