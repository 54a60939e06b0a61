"""Transcribes a recording on this computer, as fast as it can be recognised and translated."""

import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from captions.app.pipeline.speaker_turns import split_by_speaker
from captions.audio import playback
from captions.engine.capabilities import ModelCapabilities
from captions.engine.library import catalogue
from captions.engine.library.recommendation import suggest_model
from captions.engine.library.store import ModelStore
from captions.engine.library.translation import find_targets
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.engine.serving.translation import SegmentTranslator
from captions.engine.speakers.voice_model import load_voice_model
from captions.errors import ModelMissingError, RecordingError, UsageError
from captions.events import Committed, Event, Failed
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.files.transcript import make_segment
from captions.pcm import Samples
from captions.printable import redact_url
from captions.protocol.languages import find_locale_language
from captions.protocol.options import SessionOptions
from captions.wording.notifications import notices

log = logging.getLogger(__name__)


def check_translation(model: str) -> None:
    """Check that a model can translate, before it is loaded.

    Raises:
        UsageError: the model does not exist, or cannot translate into English.
    """
    if ModelStore().read_manifest(model) is None:
        catalogue.find_model(model)
    if not find_targets(model):
        raise UsageError("model_cannot_translate", model=model)


def transcribe_locally(
    recording: str, model: str, track: str, session_options: SessionOptions
) -> Iterator[TranscriptSegment]:
    """Yield the segments of a recording, with a progress bar if standard error is a terminal.

    Args:
        recording: a path, a URL, or ``-`` for standard input.
        model: name of the model.
        track: number or language of the audio track; empty for the default.
        session_options: options; with ``translate_to``, segments carry their translation.

    Raises:
        RecordingError: the audio is missing or incomplete; its segments are yielded first.
        UsageError: the model does not exist, or does not know the language.
        ModelMissingError: the model, or the one that tells speakers apart, is not installed.
        EngineError: the engine cannot run.
    """
    models = LoadedModels.load(model)
    language = _check_language(session_options.language_code or "", models.capabilities)
    if session_options.diarize:
        _check_speakers(models.capabilities)
    transcriber = models.create_transcriber(
        msgspec.structs.replace(session_options, language_code=language or None)
    )
    finish_segment = _SegmentFinisher(models, session_options.translate_to)
    failure: RecordingError | None = None
    with _show_progress(recording) as advance:
        try:
            for samples in playback.read_samples(recording, ENGINE_RATE, log_failure, track):
                finish_segment.record_audio(samples)
                for committed in transcriber.feed(samples):
                    yield from finish_segment(committed)
                advance(len(samples) / ENGINE_RATE)
        except RecordingError as error:
            failure = error
        last = transcriber.commit()
        if last.text:
            yield from finish_segment(last)
    if failure is not None:
        raise failure


def _check_language(named: str, capabilities: ModelCapabilities) -> str:
    """Return the language that the user has named; empty for none.

    Raises:
        UsageError: the model does not know it.
    """
    language = find_locale_language(named)
    if not language or language in capabilities.languages:
        return language
    other = suggest_model(language)
    if not other:
        raise UsageError("language_unknown", language=named)
    raise UsageError("model_lacks_language", model=capabilities.name, language=named, other=other)


def _check_speakers(capabilities: ModelCapabilities) -> None:
    """Check that speakers can be told apart.

    Raises:
        ModelMissingError: the model that does so is not installed.
        EngineError: it cannot be loaded.
    """
    if not capabilities.tells_speakers:
        load_voice_model()  # It raises the reason if there is a model.
        raise ModelMissingError("voice_model_missing")


def log_failure(event: Event) -> None:
    """Log a problem of a stream that does not end it."""
    if isinstance(event, Failed):
        log.warning("%s", notices.describe_in_english(event))


class _SegmentFinisher:
    """Turns committed segments into those of the transcript, with their translation."""

    def __init__(self, models: LoadedModels, target: str | None) -> None:
        """``target`` is the language of the translations; `None` for none."""
        self._translator = (
            None
            if target is None or models.translator is None
            else SegmentTranslator(models.translator, target)
        )

    def record_audio(self, samples: Samples) -> None:
        """Keep audio that may have to be translated."""
        if self._translator is not None:
            self._translator.record_audio(samples)

    def __call__(self, committed: Committed) -> Iterator[TranscriptSegment]:
        """Yield the turns of a segment; one that is translated stays whole, with its translation.

        It is translated unless it is in the language of the translation already.
        """
        turns = list(split_by_speaker(committed))
        if self._translator is None or not self._translator.add_segment(committed):
            yield from map(make_segment, turns)
            return
        (due,) = self._translator.take_due()
        whole = turns[0] if len(turns) == 1 else committed
        yield make_segment(whole, self._translator.translate(due))


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
