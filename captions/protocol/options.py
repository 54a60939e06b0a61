"""What a session is asked for: the query parameters of the wire, their defaults and their ranges.

The ranges are inclusive and are the service's own, as its reference gives them. Both ends use this
module: a client writes `SessionOptions` into a query, a server reads them out of one.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

import msgspec

DEFAULT_MODEL_ID = "scribe_v2_realtime"
PATH = "/v1/speech-to-text/realtime"
CLOUD_URL = "wss://api.elevenlabs.io"

MAX_KEYTERMS = 50
MAX_KEYTERM_CHARS = 20
MAX_KEYTERM_WORDS = 5
MAX_TRANSCRIPT_EDIT_CHARS = 2000
REDACTION_MODES = ("redacted", "entity_type", "enumerated_entity_type")


class AudioFormat(StrEnum):
    """How samples are written on the wire: 16-bit little-endian mono, or 8-bit mu-law."""

    PCM_8000 = "pcm_8000"
    PCM_16000 = "pcm_16000"
    PCM_22050 = "pcm_22050"
    PCM_24000 = "pcm_24000"
    PCM_44100 = "pcm_44100"
    PCM_48000 = "pcm_48000"
    ULAW_8000 = "ulaw_8000"

    @property
    def rate(self) -> int:
        """Samples a second."""
        return int(self.value.rpartition("_")[2])

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample."""
        return 1 if self is AudioFormat.ULAW_8000 else 2


class CommitStrategy(StrEnum):
    """Who closes a segment: the client, or the server's endpointing."""

    MANUAL = "manual"
    VAD = "vad"


class Stability(StrEnum):
    """How calm partials are: each shows words later than the one before, and changes fewer."""

    FAST = "fast"
    BALANCED = "balanced"
    STEADY = "steady"


class Range(NamedTuple):
    """An inclusive range of numbers."""

    low: float
    high: float


RANGES: dict[str, Range] = {
    "vad_silence_threshold_secs": Range(0.3, 3.0),
    "vad_threshold": Range(0.1, 0.9),
    "min_speech_duration_ms": Range(50, 2000),
    "min_silence_duration_ms": Range(50, 2000),
    "keepalive_interval_ms": Range(500, 10_000),
}


class SessionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one session is asked for; it cannot be changed later."""

    model_id: str = DEFAULT_MODEL_ID
    audio_format: AudioFormat = AudioFormat.PCM_16000
    commit_strategy: CommitStrategy = CommitStrategy.MANUAL
    vad_silence_threshold_secs: float = 1.5
    """Seconds of silence that close a segment."""
    vad_threshold: float = 0.4
    """Probability of speech from which a frame counts as speech."""
    min_speech_duration_ms: int = 100
    """Milliseconds of speech that open a segment."""
    min_silence_duration_ms: int = 100
    """Milliseconds from which a dip counts as silence."""
    language_code: str | None = None
    secondary_languages: tuple[str, ...] = ()
    include_timestamps: bool = False
    include_language_detection: bool = False
    keyterms: tuple[str, ...] = ()
    no_verbatim: bool | None = None
    entity_detection: tuple[str, ...] = ()
    entity_redaction: tuple[str, ...] = ()
    entity_redaction_mode: str | None = None
    transcript_edit: str | None = None
    filter_background_audio: bool | None = None
    enable_logging: bool | None = None
    keepalive_interval_ms: int | None = None
    diarize: bool | None = None
    stability: Stability | None = None
    """How calm partials are; our own server's alone, others take no notice of it."""
    commit_sentences: bool | None = None
    """True to commit during continuous speech too, at the ends of sentences and clauses.

    An extension of our own server with the VAD strategy; other servers ignore it.
    """


_ALWAYS_SENT = ("model_id", "audio_format", "commit_strategy")
_WITH_COMMAS = frozenset({"entity_detection", "entity_redaction", "secondary_languages"})
"""Lists whose items hold no comma themselves, and may be separated by some."""
_CHOICES: dict[str, tuple[str, ...]] = {
    "audio_format": tuple(AudioFormat),
    "commit_strategy": tuple(CommitStrategy),
    "stability": tuple(Stability),
}
_MOST_SHOWN = 50
"""Characters of a wrong value that are repeated."""
_DEFAULTS = SessionOptions()


def problems(options: SessionOptions) -> list[str]:
    """Say what the service would refuse, naming each option, its value and its range."""
    return [
        *_range_problems(options),
        *_keyterm_problems(options.keyterms),
        *_text_problems(options),
        *_pair_problems(options),
    ]


def query(options: SessionOptions) -> str:
    """Write the query of a session's URL; what has its default stays away, but for the basics."""
    pairs = (
        pair
        for name in options.__struct_fields__
        if name in _ALWAYS_SENT or getattr(options, name) != getattr(_DEFAULTS, name)
        for pair in pairs_of(name, getattr(options, name))
    )
    return join_query(pairs)


def pairs_of(name: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # any option
    """Yield an option as query pairs: none for `None`, one for each item of a list."""
    if value is None:
        return
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        yield name, _written(item)


def join_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Percent-encode pairs into a query."""
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)


def read_query(text: str) -> tuple[SessionOptions, list[str]]:
    """Read a query (``+`` and ``%20``, repeated keys, unknown keys ignored).

    Returns:
        The options, with defaults for what is missing or wrong, and a sentence for each problem.
    """
    given = parameters(text)
    read: dict[str, Any] = {}
    wrong: list[str] = []
    for field in msgspec.structs.fields(SessionOptions):
        if field.name not in given:
            continue
        raw = _items(field.name, given[field.name])
        if not raw:
            continue  # `name=` asks for nothing.
        try:
            read[field.name] = msgspec.convert(
                raw if "tuple" in str(field.type) else raw[-1], field.type, strict=False
            )
        except msgspec.ValidationError:
            wrong.append(f"{field.name}: '{_short(raw[-1])}' is not valid; {_wanted(field.name)}.")
    options = SessionOptions(**read)
    return options, [*wrong, *problems(options)]


def parameters(text: str) -> dict[str, list[str]]:
    """Read a query's parameters, known or not, each with its values in their order."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        given.setdefault(name, []).append(value)
    return given


def _items(name: str, raw: list[str]) -> list[str]:
    """Return what is given for a parameter, without what is empty."""
    if name in _WITH_COMMAS:
        raw = [item for value in raw for item in value.split(",")]
    return [item for item in raw if item.strip()]


def _wanted(name: str) -> str:
    """Say what a parameter takes."""
    if name in _CHOICES:
        return f"choose one of {', '.join(_CHOICES[name])}"
    if name in RANGES:
        low, high = RANGES[name]
        kind = "a whole number" if name.endswith("_ms") else "a number"
        return f"give {kind} from {low:g} to {high:g}"
    return "choose true or false"


def _short(value: str) -> str:
    return value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}..."


def _number(value: float) -> str:
    """Show a number that may be a whole one of any length, which no float can hold."""
    try:
        return f"{value:g}"
    except OverflowError:
        return "a number of that size"


def _written(value: Any) -> str:  # noqa: ANN401  # any option
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, StrEnum) else value)


def _range_problems(options: SessionOptions) -> Iterator[str]:
    for name, (low, high) in RANGES.items():
        value = getattr(options, name)
        if value is not None and not low <= value <= high:
            yield f"{name}: {_number(value)} is out of range ({low:g} to {high:g})."


def _keyterm_problems(keyterms: tuple[str, ...]) -> Iterator[str]:
    if len(keyterms) > MAX_KEYTERMS:
        yield (
            f"Number of keyterms cannot exceed {MAX_KEYTERMS}. "
            f"You provided {len(keyterms)} keyterms."
        )
    for term in keyterms:
        if len(term) > MAX_KEYTERM_CHARS:
            yield (
                f"Each keyterm must be at most {MAX_KEYTERM_CHARS} characters. "
                f"'{term}' is {len(term)} characters."
            )
        if len(term.split()) > MAX_KEYTERM_WORDS:
            yield f"Each keyterm must be at most {MAX_KEYTERM_WORDS} words. '{term}' has more."


def _text_problems(options: SessionOptions) -> Iterator[str]:
    length = len(options.transcript_edit or "")
    if length > MAX_TRANSCRIPT_EDIT_CHARS:
        yield (
            f"transcript_edit: {length} characters are out of range "
            f"(at most {MAX_TRANSCRIPT_EDIT_CHARS})."
        )
    mode = options.entity_redaction_mode
    if mode is not None and mode not in REDACTION_MODES:
        yield f"entity_redaction_mode: '{mode}' is none of {', '.join(REDACTION_MODES)}."


def _pair_problems(options: SessionOptions) -> Iterator[str]:
    """Say which options the service does not take together."""
    if options.filter_background_audio and options.include_timestamps:
        yield "filter_background_audio cannot be combined with include_timestamps."
    if options.transcript_edit and (options.entity_detection or options.entity_redaction):
        yield "transcript_edit cannot be combined with entity_detection or entity_redaction."
