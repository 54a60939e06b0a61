"""Typed messages of the protocol; the only module that spells their JSON keys.

Decoding accepts every known variant of the protocol. A message of an unknown type is kept whole as
`UnknownMessage`. `decode_object` returns unknown fields too. The text of a transcript may be under
``text`` or ``transcript`` (docstrings of the Python SDK). The text of an error may be under
``error``, ``message`` or ``details``. An error's type may carry the prefix ``scribe_`` or the
suffix ``_error`` (older SDKs and integrations).
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec

from captions.errors import ProtocolError
from captions.protocol.failures import ERROR_NAMES

MAX_FRAME_BYTES = 1 << 20
"""Maximum frame size in bytes, in both directions.

It is the default limit of ``websockets``, which the Python SDK does not change.
"""


class _WireMessage(msgspec.Struct, frozen=True, gc=False, tag_field="message_type"):
    """Base of all messages; ``message_type`` holds the type.

    Messages cannot form reference cycles, so they are not tracked by the garbage collector.
    """


class InputAudioChunk(_WireMessage, frozen=True, tag="input_audio_chunk", omit_defaults=True):
    """Client message: audio, and optionally a commit of everything up to its end."""

    audio_base_64: str
    """Base64 of samples in the session's audio format; may be empty."""
    commit: bool | None = None
    """True to commit everything up to the end of this chunk."""
    sample_rate: int | None = None
    """Samples per second; must agree with the session's audio format."""
    previous_text: str | None = None
    """Text before the first chunk, as context; allowed with the first chunk only (API reference).

    Null means absent: the Python SDK sends it with every chunk (``connection.py``).
    """


AUDIO_KEY = InputAudioChunk.__struct_fields__[0]
"""JSON key of the audio in a client message."""


class SessionStarted(_WireMessage, frozen=True, tag="session_started"):
    """First message of a server."""

    session_id: str = ""
    config: dict[str, Any] = {}
    """Options of the session as the server applies them; keys differ between servers."""


class PartialTranscript(_WireMessage, frozen=True, tag="partial_transcript", omit_defaults=True):
    """Current hypothesis for the open segment; replaces the previous one."""

    text: str
    settled_text: str = ""
    """Prefix of the text that will not change any more; ends with a whole word.

    An extension of our own server, which other clients ignore. Empty if nothing is settled.
    """


class CommittedTranscript(
    _WireMessage, frozen=True, tag="committed_transcript", omit_defaults=True
):
    """Closed segment; its text is ``""`` for silence."""

    text: str
    segment_id: str = ""
    """Id of a segment whose `Translation` follows; unique among all sessions of a server.

    An extension of our own server, which other clients ignore. Empty if no translation follows.
    """


class WireWord(msgspec.Struct, frozen=True, gc=False):
    """Word or spacing; the texts of all items of a segment join to the segment's text."""

    text: str = ""
    start: float | None = None
    """Seconds since the first sample of the session."""
    end: float | None = None
    """Seconds since the first sample of the session."""
    type: str = "word"
    """Kind of item: ``word`` or ``spacing``.

    The SDKs accept other values too, such as ``audio_event``.
    """
    logprob: float | None = None
    """Natural logarithm of the word's probability."""
    speaker_id: str | None = None
    characters: list[Any] | None = None


class CommittedTranscriptWithTimestamps(
    _WireMessage, frozen=True, tag="committed_transcript_with_timestamps"
):
    """Copy of a committed transcript with word times."""

    text: str
    language_code: str | None = None
    words: list[WireWord] | None = None


class FinalTranscript(_WireMessage, frozen=True, tag="final_transcript"):
    """Name of a committed transcript in the beta protocol (October 2025); commits nothing today.

    The Python SDK still lists it as an event.
    """

    text: str


class FinalTranscriptWithTimestamps(
    _WireMessage, frozen=True, tag="final_transcript_with_timestamps"
):
    """Name of a timed commit in the beta protocol (October 2025); commits nothing today.

    The Python SDK still lists it as an event.
    """

    text: str
    language_code: str | None = None
    words: list[WireWord] | None = None


class TextEntity(msgspec.Struct, frozen=True, gc=False):
    """Part of a committed text that entity detection assigned a type."""

    text: str = ""
    entity_type: str = ""
    start_char: int = 0
    end_char: int = 0


class CommittedTranscriptEntities(_WireMessage, frozen=True, tag="committed_transcript_entities"):
    """Entities detected in a committed transcript."""

    text: str
    entities: list[TextEntity] = []


class RedactedTranscript(_WireMessage, frozen=True, tag="redacted_transcript"):
    """Committed transcript with its entities redacted."""

    text: str
    redacted_text: str = ""


class EditedTranscript(_WireMessage, frozen=True, tag="edited_transcript"):
    """Committed transcript, rewritten by the session's ``transcript_edit`` instruction."""

    text: str
    edited_text: str = ""


class DiarizedTranscript(_WireMessage, frozen=True, tag="diarized_transcript"):
    """Committed transcript with speaker ids."""

    text: str
    segment_index: int = 0
    words: list[WireWord] | None = None


class SpeakersMerged(_WireMessage, frozen=True, tag="speakers_merged"):
    """Two speaker ids that belong to the same speaker."""

    from_speaker_id: str = ""
    to_speaker_id: str = ""


class Translation(_WireMessage, frozen=True, tag="translation"):
    """Machine translation of a committed segment, as in the vendor's live dubbing protocol.

    An extension of our own server: the option ``translate_to`` requests it.
    """

    text: str
    """The translation; empty if the server has left it out."""
    segment_id: str = ""
    """Id of the `CommittedTranscript`."""
    language: str = ""
    """Language of the text, as an ISO 639-1 code; not in the vendor's protocol."""
    start_s: float | None = None
    """Start of the segment in seconds since the first sample of the session."""
    end_s: float | None = None
    """End of the segment in seconds since the first sample of the session."""


TRANSLATION_BEHIND = "translation_behind"
"""Warning code of our own server: translations are left out, because the computer is too slow."""
RECOGNITION_BEHIND = "recognition_behind"
"""Warning code of our own server: recognition falls behind live speech, so transcripts are late."""
RECOGNITION_CAUGHT_UP = "recognition_caught_up"
"""Warning code of our own server: recognition is on time again, after `RECOGNITION_BEHIND`."""
SPEAKERS_UNAVAILABLE = "speakers_unavailable"
"""Warning code of our own server: words have no speakers, because the voice model is unusable."""
OTHER_LANGUAGE = "other_language"
"""Warning code of our own server: words of an unsupported language are left out."""


class ServerWarning(_WireMessage, frozen=True, tag="warning"):
    """Warning: the session continues with a limitation."""

    warning: str = ""
    code: str | None = None
    """Stable code for programs; an extension of our own server."""


class ErrorMessage(msgspec.Struct, frozen=True, gc=False):
    """Failure; the server closes the connection after it (event reference)."""

    name: str
    """Message type without ``scribe_`` and ``_error`` of older servers."""
    error: str
    """Error text of the server."""


class UnknownMessage(msgspec.Struct, frozen=True, gc=False):
    """Message of a type that this version does not know."""

    message_type: str
    fields: dict[str, Any]


TranscriptMessage = (
    PartialTranscript
    | CommittedTranscript
    | CommittedTranscriptWithTimestamps
    | FinalTranscript
    | FinalTranscriptWithTimestamps
    | CommittedTranscriptEntities
    | RedactedTranscript
    | EditedTranscript
    | DiarizedTranscript
    | Translation
)
KnownMessage = TranscriptMessage | SessionStarted | SpeakersMerged | ServerWarning
ServerMessage = KnownMessage | ErrorMessage | UnknownMessage

_SERVER_TYPES: dict[str, type[KnownMessage]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (
        SessionStarted,
        PartialTranscript,
        CommittedTranscript,
        CommittedTranscriptWithTimestamps,
        FinalTranscript,
        FinalTranscriptWithTimestamps,
        CommittedTranscriptEntities,
        RedactedTranscript,
        EditedTranscript,
        DiarizedTranscript,
        Translation,
        SpeakersMerged,
        ServerWarning,
    )
}
TYPE_NAMES: Mapping[type, str] = {kind: name for name, kind in _SERVER_TYPES.items()}
"""Message types by class; errors and unknown messages carry their own type."""
_any_decoder = msgspec.json.Decoder()
_typed_decoder: msgspec.json.Decoder[KnownMessage] = msgspec.json.Decoder(KnownMessage)
_DECODE_ERRORS = (msgspec.DecodeError, UnicodeError, RecursionError)
_encoder = msgspec.json.Encoder()


def encode_message(message: InputAudioChunk | KnownMessage | ErrorMessage) -> bytes:
    """Encode a message as the bytes of a text frame."""
    if isinstance(message, ErrorMessage):
        return _encoder.encode({"message_type": message.name, "error": message.error})
    return _encoder.encode(message)


def make_audio_chunk(
    data: bytes,
    sample_rate: int | None = None,
    *,
    commit: bool = False,
    previous_text: str | None = None,
) -> InputAudioChunk:
    """Make a client message from samples in the session's audio format."""
    return InputAudioChunk(
        audio_base_64=base64.b64encode(data).decode("ascii"),
        commit=commit,
        sample_rate=sample_rate,
        previous_text=previous_text,
    )


def encode_audio_envelope(sample_rate: int) -> tuple[bytes, bytes]:
    """Return the bytes before and after the base64 text of an encoded chunk.

    Joining the three parts takes a tenth of the time of `encode_message`. The caller must pass
    valid base64.
    """
    head, tail = _encoder.encode(InputAudioChunk("|", sample_rate=sample_rate)).split(b"|")
    return head, tail


def decode_audio(chunk: InputAudioChunk) -> bytes:
    """Decode the samples of a client message.

    Raises:
        ProtocolError: the audio is not valid base64.
    """
    try:
        return base64.b64decode(chunk.audio_base_64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProtocolError("frame_base64_invalid", reason=str(error)) from error


def decode_server_message(frame: str | bytes) -> ServerMessage:
    """Decode a frame from a server.

    Raises:
        ProtocolError: the frame is not a JSON object, or a field of a known message has a wrong
            type.
    """
    try:
        return _typed_decoder.decode(frame)
    except _DECODE_ERRORS:
        # An error, an unknown type, a variant spelling, or an invalid frame.
        fields = decode_object(frame)
    try:
        return _convert_server_message(fields)
    except RecursionError as error:
        raise ProtocolError("frame_too_deep") from error


def decode_fields(message: ServerMessage, frame: str | bytes) -> dict[str, Any]:
    """Return all fields of a message, including those that this version does not know.

    If the frame cannot be decoded as a whole, only the known fields are returned.
    """
    try:
        return decode_object(frame)
    except ProtocolError:
        fields: dict[str, Any] = msgspec.to_builtins(message)
        return fields


def decode_client_message(frame: str | bytes) -> InputAudioChunk:
    """Decode a frame from a client.

    Raises:
        ProtocolError: the frame is not a valid client message; the service uses the same error
            texts (measured).
    """
    fields = decode_object(frame)
    kind = fields.get("message_type", "input_audio_chunk")
    if isinstance(kind, str) and kind != "input_audio_chunk":
        raise ProtocolError("message_type_unexpected", type=str(kind))
    try:
        return msgspec.convert(fields, InputAudioChunk)
    except msgspec.ValidationError as error:
        raise ProtocolError("message_invalid") from error


def decode_object(frame: str | bytes) -> dict[str, Any]:
    """Decode a frame that must hold one JSON object.

    Raises:
        ProtocolError: the frame holds anything else.
    """
    try:
        value = _any_decoder.decode(frame)
    except _DECODE_ERRORS as error:
        raise ProtocolError("frame_not_json", reason=str(error)) from error
    if not isinstance(value, dict):
        raise ProtocolError("frame_not_object", type=type(value).__name__)
    return value


def parse_error_name(message_type: str) -> str | None:
    """Return the name in `ERROR_NAMES` for the type of an error message.

    Returns:
        The name without ``scribe_`` and ``_error``; `None` if the type is not an error.
    """
    plain = message_type.removeprefix("scribe_")
    candidates = (plain, plain.removesuffix("_error"))
    return next((name for name in candidates if name in ERROR_NAMES), None)


def _convert_server_message(fields: dict[str, Any]) -> ServerMessage:
    kind = str(fields.get("message_type", ""))
    known = _SERVER_TYPES.get(kind)
    if known is not None:
        try:
            return msgspec.convert(_fill_text_field(fields), known)
        except msgspec.ValidationError as error:
            raise ProtocolError("frame_field_invalid", type=kind, reason=str(error)) from error
    name = parse_error_name(kind)
    if name is not None:
        return ErrorMessage(name, _extract_error_text(fields))
    return UnknownMessage(kind, fields)


def _fill_text_field(fields: dict[str, Any]) -> dict[str, Any]:
    if "text" not in fields and "transcript" in fields:
        return {**fields, "text": fields["transcript"]}
    return fields


def _extract_error_text(fields: dict[str, Any]) -> str:
    texts = (fields.get(key) for key in ("error", "message", "details"))
    return next((str(text) for text in texts if text), "")
