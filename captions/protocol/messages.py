"""Every message of the wire as a typed value; the one module that spells its JSON keys.

Decoding is tolerant, as the protocol's history demands: a message of an unknown type is kept whole
as `UnknownMessage`, unknown fields are found by `decode_object`, a transcript may stand under
``text`` or under the older ``transcript``, an error's words under ``error``, ``message`` or
``details``, and an error's name may carry the prefix or the suffix that older servers gave it.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec

from captions.errors import ProtocolError

MAX_FRAME_BYTES = 1 << 20
"""Both ends refuse larger frames; it is the limit of the vendor's own client."""


class _Message(msgspec.Struct, frozen=True, gc=False, tag_field="message_type"):
    """Every message names its type under ``message_type``; none can hold itself, hence no gc."""


class InputAudioChunk(_Message, frozen=True, tag="input_audio_chunk", omit_defaults=True):
    """Client to server: audio, and whether everything up to its end is to be committed."""

    audio_base_64: str
    """Samples in the session's audio format; may be empty."""
    commit: bool | None = None
    sample_rate: int | None = None
    """Samples a second; must agree with the session's audio format."""
    previous_text: str | None = None
    """What was said before, with the first chunk only; null means none."""


class SessionStarted(_Message, frozen=True, tag="session_started"):
    """First message of a server."""

    session_id: str = ""
    config: dict[str, Any] = {}
    """The session's options as the server took them; servers differ in its keys."""


class PartialTranscript(_Message, frozen=True, tag="partial_transcript", omit_defaults=True):
    """The present guess for the open segment; replaces the one before."""

    text: str
    settled_text: str = ""
    """The beginning of the text that will not change any more, up to the end of a word.

    An extension of our own server, which other clients ignore; absent where nothing is settled.
    """


class CommittedTranscript(_Message, frozen=True, tag="committed_transcript"):
    """A closed segment; ``""`` for silence."""

    text: str


class WireWord(msgspec.Struct, frozen=True, gc=False):
    """A word, or the space between two; the texts of all of them join to the segment's."""

    text: str = ""
    start: float | None = None
    """Seconds from the session's first sample."""
    end: float | None = None
    """Seconds from the session's first sample."""
    type: str = "word"
    """``word``, ``spacing``, or what a newer server may call it."""
    logprob: float | None = None
    """Natural logarithm of the word's probability."""
    speaker_id: str | None = None
    characters: list[Any] | None = None


class CommittedTranscriptWithTimestamps(
    _Message, frozen=True, tag="committed_transcript_with_timestamps"
):
    """The timed copy of a committed transcript."""

    text: str
    language_code: str | None = None
    words: list[WireWord] | None = None


class FinalTranscript(_Message, frozen=True, tag="final_transcript"):
    """A name of the protocol's beta; commits nothing."""

    text: str


class FinalTranscriptWithTimestamps(_Message, frozen=True, tag="final_transcript_with_timestamps"):
    """A name of the protocol's beta; commits nothing."""

    text: str
    language_code: str | None = None
    words: list[WireWord] | None = None


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a committed text that means something of a kind."""

    text: str = ""
    entity_type: str = ""
    start_char: int = 0
    end_char: int = 0


class CommittedTranscriptEntities(_Message, frozen=True, tag="committed_transcript_entities"):
    """What entity detection found in a committed transcript."""

    text: str
    entities: list[Entity] = []


class RedactedTranscript(_Message, frozen=True, tag="redacted_transcript"):
    """A committed transcript without its entities."""

    text: str
    redacted_text: str = ""


class EditedTranscript(_Message, frozen=True, tag="edited_transcript"):
    """A committed transcript, rewritten as the session asked."""

    text: str
    edited_text: str = ""


class DiarizedTranscript(_Message, frozen=True, tag="diarized_transcript"):
    """A committed transcript with its speakers."""

    text: str
    segment_index: int = 0
    words: list[WireWord] | None = None


class SpeakersMerged(_Message, frozen=True, tag="speakers_merged"):
    """Two speakers turned out to be one."""

    from_speaker_id: str = ""
    to_speaker_id: str = ""


OTHER_LANGUAGE = "other_language"
"""Code of our own server's warning that it leaves out words of a language it does not know."""


class ServerWarning(_Message, frozen=True, tag="warning"):
    """The session goes on, but not quite as asked."""

    warning: str = ""
    code: str | None = None
    """A stable word for programs; an extension of our own server."""


class ErrorMessage(msgspec.Struct, frozen=True, gc=False):
    """A failure; the server closes the connection behind it."""

    name: str
    """Its type on the wire, without the additions of older servers."""
    error: str
    """The server's words."""


class UnknownMessage(msgspec.Struct, frozen=True, gc=False):
    """A message of a type that this version does not know."""

    message_type: str
    fields: dict[str, Any]


Transcribed = (
    PartialTranscript
    | CommittedTranscript
    | CommittedTranscriptWithTimestamps
    | FinalTranscript
    | FinalTranscriptWithTimestamps
    | CommittedTranscriptEntities
    | RedactedTranscript
    | EditedTranscript
    | DiarizedTranscript
)
Typed = Transcribed | SessionStarted | SpeakersMerged | ServerWarning
ServerMessage = Typed | ErrorMessage | UnknownMessage

ERROR_NAMES = frozenset(
    {
        "error",
        "auth_error",
        "quota_exceeded",
        "commit_throttled",
        "transcriber_error",
        "unaccepted_terms",
        "rate_limited",
        "input_error",
        "invalid_request",
        "queue_overflow",
        "resource_exhausted",
        "session_time_limit_exceeded",
        "chunk_size_exceeded",
        "insufficient_audio_activity",
    }
)


_SERVER_TYPES: dict[str, type[Typed]] = {
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
        SpeakersMerged,
        ServerWarning,
    )
}
TYPE_NAMES: Mapping[type, str] = {kind: name for name, kind in _SERVER_TYPES.items()}
"""The type that each kind of message has on the wire; errors and unknown ones bring theirs."""
_any_decoder = msgspec.json.Decoder()
_typed_decoder: msgspec.json.Decoder[Typed] = msgspec.json.Decoder(Typed)
_UNREADABLE = (msgspec.DecodeError, UnicodeError, RecursionError)
_encoder = msgspec.json.Encoder()


def encode(message: InputAudioChunk | Typed | ErrorMessage) -> bytes:
    """Write a message as the bytes of a text frame."""
    if isinstance(message, ErrorMessage):
        return _encoder.encode({"message_type": message.name, "error": message.error})
    return _encoder.encode(message)


def audio_chunk(
    data: bytes,
    sample_rate: int | None = None,
    *,
    commit: bool = False,
    previous_text: str | None = None,
) -> InputAudioChunk:
    """Make a client's message out of samples in the session's audio format."""
    return InputAudioChunk(
        audio_base_64=base64.b64encode(data).decode("ascii"),
        commit=commit,
        sample_rate=sample_rate,
        previous_text=previous_text,
    )


def around_audio(sample_rate: int) -> tuple[bytes, bytes]:
    """Return what stands before and behind a chunk's base64 in a frame, as `encode` writes it.

    Joining the three takes a tenth of the time; the caller sees to it that it is base64.
    """
    head, tail = _encoder.encode(InputAudioChunk("|", sample_rate=sample_rate)).split(b"|")
    return head, tail


def audio_of(chunk: InputAudioChunk) -> bytes:
    """Return the samples of a client's message.

    Raises:
        ProtocolError: they are not base64.
    """
    try:
        return base64.b64decode(chunk.audio_base_64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProtocolError(f"audio_base_64 is not valid base64 ({error}).") from error


def decode_server(frame: str | bytes) -> ServerMessage:
    """Read a server's frame.

    Raises:
        ProtocolError: it is no JSON object, or a field of a known message has a wrong type.
    """
    try:
        return _typed_decoder.decode(frame)
    except _UNREADABLE:
        # An error, an unknown type, an older server's spelling, or no message at all.
        fields = decode_object(frame)
    try:
        return _read_server(fields)
    except RecursionError as error:
        raise ProtocolError("The frame is nested too deeply.") from error


def fields_of(message: ServerMessage, frame: str | bytes) -> dict[str, Any]:
    """Return a message as a dict: its whole frame, with what this version does not know.

    What cannot be read, but stands in fields that nobody knows, is left out with all of these.
    """
    try:
        return decode_object(frame)
    except ProtocolError:
        fields: dict[str, Any] = msgspec.to_builtins(message)
        return fields


def decode_client(frame: str | bytes) -> InputAudioChunk:
    """Read a client's frame.

    Raises:
        ProtocolError: it is no valid message of a client; the text is the service's own.
    """
    fields = decode_object(frame)
    kind = fields.get("message_type", "input_audio_chunk")
    if isinstance(kind, str) and kind != "input_audio_chunk":
        raise ProtocolError(f"Unexpected message type: {kind}")
    try:
        return msgspec.convert(fields, InputAudioChunk)
    except msgspec.ValidationError as error:
        raise ProtocolError("Message must be a valid protocol message") from error


def decode_object(frame: str | bytes) -> dict[str, Any]:
    """Read a frame that must hold one JSON object.

    Raises:
        ProtocolError: it holds anything else.
    """
    try:
        value = _any_decoder.decode(frame)
    except _UNREADABLE as error:
        raise ProtocolError(f"The frame is no JSON: {error}.") from error
    if not isinstance(value, dict):
        raise ProtocolError(f"The frame is no JSON object but a {type(value).__name__}.")
    return value


def error_name(message_type: str) -> str | None:
    """Return the wire's name of an error message's type; `None` if it is no error."""
    plain = message_type.removeprefix("scribe_")
    candidates = (plain, plain.removesuffix("_error"))
    return next((name for name in candidates if name in ERROR_NAMES), None)


def _read_server(fields: dict[str, Any]) -> ServerMessage:
    kind = str(fields.get("message_type", ""))
    known = _SERVER_TYPES.get(kind)
    if known is not None:
        try:
            return msgspec.convert(_with_text(fields), known)
        except msgspec.ValidationError as error:
            raise ProtocolError(f"A '{kind}' message is not as it should be: {error}.") from error
    name = error_name(kind)
    if name is not None:
        return ErrorMessage(name, _error_text(fields))
    return UnknownMessage(kind, fields)


def _with_text(fields: dict[str, Any]) -> dict[str, Any]:
    if "text" not in fields and "transcript" in fields:
        return {**fields, "text": fields["transcript"]}
    return fields


def _error_text(fields: dict[str, Any]) -> str:
    said = (fields.get(key) for key in ("error", "message", "details"))
    return next((str(text) for text in said if text), "")
