"""Options of a session: query parameters, defaults and limits.

Defaults and limits are those of the API reference. Limits are inclusive, as in the JavaScript SDK
(``realtime/connection``). A client encodes `SessionOptions` as a query; a server parses the query.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

import msgspec

DEFAULT_MODEL_ID = "scribe_v2_realtime"
"""Model of the example in the API reference."""
ENDPOINT_PATH = "/v1/speech-to-text/realtime"
"""Path of the WebSocket endpoint (API reference)."""
CLOUD_URL = "wss://api.elevenlabs.io"
"""Global endpoint of the service (Python SDK, ``elevenlabs/environment.py``)."""

MAX_KEYTERMS = 50
"""Maximum number of key terms (API reference; server error, measured)."""
MAX_KEYTERM_CHARS = 20
"""Maximum characters of a key term (API reference; server error, measured)."""
MAX_KEYTERM_WORDS = 5
"""Maximum words of a key term (API reference)."""
MAX_TRANSCRIPT_EDIT_CHARS = 2000
"""Maximum characters of ``transcript_edit`` (API reference)."""
TRANSLATION_LANGUAGE = "en"
"""Language into which our own server translates, as an ISO 639-1 code."""
REDACTION_MODES = ("redacted", "entity_type", "enumerated_entity_type")
"""Values of ``entity_redaction_mode`` (API reference)."""


class AudioFormat(StrEnum):
    """Encoding of samples: 16-bit little-endian mono PCM, or 8-bit mu-law (API reference)."""

    PCM_8000 = "pcm_8000"
    PCM_16000 = "pcm_16000"
    PCM_22050 = "pcm_22050"
    PCM_24000 = "pcm_24000"
    PCM_44100 = "pcm_44100"
    PCM_48000 = "pcm_48000"
    ULAW_8000 = "ulaw_8000"

    @property
    def rate(self) -> int:
        """Samples per second."""
        return int(self.value.rpartition("_")[2])

    @property
    def sample_bytes(self) -> int:
        """Bytes per sample."""
        return 1 if self is AudioFormat.ULAW_8000 else 2


class CommitStrategy(StrEnum):
    """Side that closes a segment: the client, or the server's endpointing."""

    MANUAL = "manual"
    VAD = "vad"


class PartialStability(StrEnum):
    """Stability of partials: each value delays words more than the last and changes fewer."""

    FAST = "fast"
    BALANCED = "balanced"
    STEADY = "steady"


class NumberRange(NamedTuple):
    """Inclusive range of numbers."""

    low: float
    high: float


RANGES: dict[str, NumberRange] = {
    "vad_silence_threshold_secs": NumberRange(0.3, 3.0),
    "vad_threshold": NumberRange(0.1, 0.9),
    "min_speech_duration_ms": NumberRange(50, 2000),
    "min_silence_duration_ms": NumberRange(50, 2000),
    "keepalive_interval_ms": NumberRange(500, 10_000),
}
"""Inclusive limits of numeric options (API reference; JavaScript SDK)."""


class SessionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """All options of one session, which are fixed when the session is opened.

    Defaults are those of the service (API reference; ``session_started``, measured 2026-10-06).
    """

    model_id: str = DEFAULT_MODEL_ID
    audio_format: AudioFormat = AudioFormat.PCM_16000
    commit_strategy: CommitStrategy = CommitStrategy.MANUAL
    vad_silence_threshold_secs: float = 1.5
    """Seconds of silence that close a segment."""
    vad_threshold: float = 0.4
    """Minimum speech probability of a speech frame."""
    min_speech_duration_ms: int = 100
    """Milliseconds of speech that open a segment."""
    min_silence_duration_ms: int = 100
    """Shortest pause that counts as silence, in milliseconds."""
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
    stability: PartialStability | None = None
    """Stability of partials; our own server only, other servers ignore it."""
    commit_sentences: bool | None = None
    """True to commit during continuous speech too, at the ends of sentences and clauses.

    An extension of our own server with the VAD strategy; other servers ignore it.
    """
    translate_to: str | None = None
    """Language into which committed segments are translated, as an ISO 639-1 code.

    An extension of our own server: each segment to translate carries a ``segment_id``, and exactly
    one ``translation`` message with the same id follows it. Other servers ignore it.
    """


_ALWAYS_SENT = ("model_id", "audio_format", "commit_strategy")
"""Options that are sent even with their default value."""
_COMMA_SEPARATED = frozenset({"entity_detection", "entity_redaction", "secondary_languages"})
"""List options whose values may be separated by commas.

The SDKs repeat the key; the skill in github.com/elevenlabs/skills separates values by commas.
"""
_CHOICES: dict[str, tuple[str, ...]] = {
    "audio_format": tuple(AudioFormat),
    "commit_strategy": tuple(CommitStrategy),
    "stability": tuple(PartialStability),
}
"""Valid values of enumerated options."""
_MAX_VALUE_CHARS = 50
"""Maximum characters of an invalid value in an error message."""
_DEFAULTS = SessionOptions()


def validate_options(options: SessionOptions) -> list[str]:
    """Return what the service would refuse: each option with its value and its limits."""
    return [
        *_check_ranges(options),
        *_check_keyterms(options.keyterms),
        *_check_texts(options),
        *_check_combinations(options),
    ]


def encode_query(options: SessionOptions) -> str:
    """Encode the query of a session's URL; defaults are left out, except for the basic options."""
    pairs = (
        pair
        for name in options.__struct_fields__
        if name in _ALWAYS_SENT or getattr(options, name) != getattr(_DEFAULTS, name)
        for pair in encode_option(name, getattr(options, name))
    )
    return join_query(pairs)


def encode_option(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield an option as query pairs: none for `None`, one for each item of a list."""
    if value is None:
        return
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        yield name, _format_value(item)


def join_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Percent-encode pairs as a query."""
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)


def parse_query(text: str) -> tuple[SessionOptions, list[str]]:
    """Parse a query; ``+``, ``%20`` and repeated keys are accepted, unknown keys are ignored.

    Returns:
        The options, with defaults for missing or invalid values, and one sentence for each problem.
    """
    received = parse_parameters(text)
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in msgspec.structs.fields(SessionOptions):
        if field.name not in received:
            continue
        raw = _split_items(field.name, received[field.name])
        if not raw:
            continue  # `name=` sets nothing.
        try:
            values[field.name] = msgspec.convert(
                raw if "tuple" in str(field.type) else raw[-1], field.type, strict=False
            )
        except msgspec.ValidationError:
            wrong.append(
                f"{field.name}: '{_shorten_value(raw[-1])}' is not valid; "
                f"{_describe_valid(field.name)}."
            )
    options = SessionOptions(**values)
    return options, [*wrong, *validate_options(options)]


def parse_parameters(text: str) -> dict[str, list[str]]:
    """Return all parameters of a query, known or not, with their values in order."""
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return values


def _split_items(name: str, raw: list[str]) -> list[str]:
    """Return the values of a parameter without empty ones."""
    if name in _COMMA_SEPARATED:
        raw = [item for value in raw for item in value.split(",")]
    return [item for item in raw if item.strip()]


def _describe_valid(name: str) -> str:
    """Describe the valid values of a parameter."""
    if name in _CHOICES:
        return f"choose one of {', '.join(_CHOICES[name])}"
    if name in RANGES:
        low, high = RANGES[name]
        kind = "a whole number" if name.endswith("_ms") else "a number"
        return f"use {kind} from {low:g} to {high:g}"
    return "choose true or false"


def _shorten_value(value: str) -> str:
    return value if len(value) <= _MAX_VALUE_CHARS else f"{value[:_MAX_VALUE_CHARS]}..."


def _format_number(value: float) -> str:
    """Format a number, which may be an integer too large for a float."""
    try:
        return f"{value:g}"
    except OverflowError:
        return "a number this large"


def _format_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, StrEnum) else value)


def _check_ranges(options: SessionOptions) -> Iterator[str]:
    for name, (low, high) in RANGES.items():
        value = getattr(options, name)
        if value is not None and not low <= value <= high:
            yield f"{name}: {_format_number(value)} is out of range ({low:g} to {high:g})."


def _check_keyterms(keyterms: tuple[str, ...]) -> Iterator[str]:
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


def _check_texts(options: SessionOptions) -> Iterator[str]:
    length = len(options.transcript_edit or "")
    if length > MAX_TRANSCRIPT_EDIT_CHARS:
        yield (
            f"transcript_edit: {length} characters are out of range "
            f"(at most {MAX_TRANSCRIPT_EDIT_CHARS})."
        )
    mode = options.entity_redaction_mode
    if mode is not None and mode not in REDACTION_MODES:
        yield f"entity_redaction_mode: '{mode}' is not one of {', '.join(REDACTION_MODES)}."


def _check_combinations(options: SessionOptions) -> Iterator[str]:
    """Yield combinations of options that the service refuses.

    ``filter_background_audio`` excludes timestamps (server error, measured). ``transcript_edit``
    excludes entity options (API reference).
    """
    if options.filter_background_audio and options.include_timestamps:
        yield "filter_background_audio cannot be combined with include_timestamps."
    if options.transcript_edit and (options.entity_detection or options.entity_redaction):
        yield "transcript_edit cannot be combined with entity_detection or entity_redaction."
