"""Opening of realtime sessions, compatible with ``elevenlabs.realtime``."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Required, TypedDict

import msgspec

from captions.errors import UsageError
from captions.protocol.addresses import Address, socket_url
from captions.protocol.options import (
    CLOUD_URL,
    AudioFormat,
    CommitStrategy,
    SessionOptions,
    encode_option,
    join_query,
    validate_options,
)
from captions.realtime import wire
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits
from captions.realtime.sdk.connection import RealtimeConnection
from captions.realtime.sdk.url_audio import UrlAudio
from captions.realtime.wire import websocket_connect

TokenProvider = Callable[[], str | Awaitable[str]]
"""Function that returns a new single-use token; called, and awaited, for each connection."""

_CLIENT_OPTIONS = frozenset({"sample_rate", "url", "realtime", "token", "token_provider"})
"""Client options; they are not sent to the server as session options."""
_URL_FORMAT = AudioFormat.PCM_16000
"""Audio format of URL mode, as in the Python SDK (``realtime/scribe.py``)."""


class _CommonOptions(TypedDict, total=False):
    """Options that both kinds of session accept."""

    model_id: Required[str]
    commit_strategy: CommitStrategy | str
    vad_silence_threshold_secs: float
    vad_threshold: float
    min_speech_duration_ms: int
    min_silence_duration_ms: int
    language_code: str
    secondary_languages: list[str]
    include_timestamps: bool
    include_language_detection: bool
    keyterms: list[str]
    no_verbatim: bool
    entity_detection: str | list[str]
    entity_redaction: str | list[str]
    entity_redaction_mode: str
    transcript_edit: str
    filter_background_audio: bool
    enable_logging: bool
    token: str
    """Single-use token, used instead of a key."""
    token_provider: TokenProvider


class RealtimeAudioOptions(_CommonOptions):
    """Options of a session whose audio the program sends."""

    audio_format: AudioFormat | str
    sample_rate: int


class RealtimeUrlOptions(_CommonOptions):
    """Options of a session whose audio ffmpeg decodes from a URL."""

    url: str
    """Any input of ffmpeg: a web address, a stream, or the path of a file."""
    realtime: bool
    """True to send in real time; False to send as fast as the server accepts."""


class ScribeRealtime:
    """Opens sessions at one service, with one key or with single-use tokens."""

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str = CLOUD_URL,
        *,
        allow_plain_key: bool = False,
        limits: ClientLimits = DEFAULT_LIMITS,
    ) -> None:
        """Prepare to open sessions.

        Args:
            api_key: the key; `None` with tokens.
            base_url: any server of this protocol; ``https`` and ``wss`` are equivalent.
            allow_plain_key: True to allow sending the key unencrypted to another machine.
            limits: timeouts of the connections.
        """
        self._limits = limits
        self.api_key = api_key
        self._allow_plain_key = allow_plain_key
        self.base_url = base_url

    async def connect(
        self, options: RealtimeAudioOptions | RealtimeUrlOptions
    ) -> RealtimeConnection:
        """Open a session.

        Args:
            options: with ``url``, ffmpeg decodes the audio; otherwise the program sends it.

        Returns:
            The connection; callbacks that are registered at once miss no event.

        Raises:
            UsageError: an option is missing, unknown or out of range (also a `ValueError`).
            RecordingError: ffmpeg is missing, or cannot read the URL.
            UntrustedServerError: key and audio would not be safe in transit.
            ConnectionRefusedByServerError: the server refused the handshake.
            ConnectionLostError: the server is unreachable.
        """
        given: dict[str, Any] = dict(options)
        if not given.get("model_id"):
            raise UsageError("model_id_required")
        if "url" in given:
            return await self._connect_url(given)
        if not given.get("audio_format") or not given.get("sample_rate"):
            raise UsageError("audio_format_required")
        return await self._open_connection(given, _parse_options(given), None)

    def _build_websocket_url(self, **options: object) -> str:
        """Return the URL of a session; options of `None` are left out."""
        given = {"commit_strategy": CommitStrategy.MANUAL, **_drop_absent(options)}
        pairs = [pair for name, value in given.items() for pair in encode_option(name, value)]
        return f"{socket_url(self.base_url)}?{join_query(pairs)}"

    async def _connect_url(self, given: dict[str, Any]) -> RealtimeConnection:
        """Open a session for a URL, once ffmpeg has decoded its first samples."""
        if not given["url"]:
            raise UsageError("url_required")
        given |= {"audio_format": _URL_FORMAT, "sample_rate": _URL_FORMAT.rate}
        options = _parse_options(given)
        url_audio = await UrlAudio.start(str(given["url"]), _URL_FORMAT.rate, self._limits)
        try:
            return await self._open_connection(given, options, url_audio)
        except BaseException:
            await url_audio.stop()
            raise

    async def _open_connection(
        self, given: dict[str, Any], options: SessionOptions, url_audio: UrlAudio | None
    ) -> RealtimeConnection:
        token = await self._fetch_token(given)
        sent = {name: value for name, value in given.items() if name not in _CLIENT_OPTIONS}
        url = self._build_websocket_url(**sent, token=token)
        address = Address(self.base_url, self.api_key or "", token or "", self._allow_plain_key)
        socket = await wire.connect_socket(url, address, self._limits, websocket_connect)
        is_realtime = bool(given.get("realtime"))
        return RealtimeConnection.start(
            socket, options, url_audio, realtime=is_realtime, limits=self._limits
        )

    async def _fetch_token(self, given: Mapping[str, Any]) -> str | None:
        """Return the token of a new connection; `None` if the key is used."""
        token: str | None = given.get("token")
        provider: TokenProvider | None = given.get("token_provider")
        if token is None and provider is not None:
            provided = provider()
            token = await provided if inspect.isawaitable(provided) else provided
        if not token and not self.api_key:
            raise UsageError("credential_required")
        return token or None


def _drop_absent(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _parse_options(given: Mapping[str, Any]) -> SessionOptions:
    """Validate options as the service would.

    Raises:
        UsageError: an option is invalid; the text names the option, its value and its limits.
    """
    requested = {
        name: value for name, value in _drop_absent(given).items() if name not in _CLIENT_OPTIONS
    }
    for name in ("entity_detection", "entity_redaction"):
        if isinstance(requested.get(name), str):
            requested[name] = [requested[name]]
    unknown = sorted(set(requested) - set(SessionOptions.__struct_fields__))
    if unknown:
        raise UsageError("option_unknown", option=unknown[0])
    for name, value in requested.items():
        _check_type(name, value)
    options = msgspec.convert(requested, SessionOptions)
    rate = given.get("sample_rate")
    wrong = validate_options(options)
    if rate != options.audio_format.rate:
        wrong.append(f"sample_rate: {rate} does not match {options.audio_format.value}.")
    if wrong:
        raise UsageError("options_refused", problems=" ".join(wrong))
    return options


def _check_type(name: str, value: object) -> None:
    """Check the type of one option, so that the error can name it."""
    try:
        msgspec.convert({name: value}, SessionOptions)
    except msgspec.ValidationError as error:
        shown = str(value)[:50]
        why = str(error).partition(" - at")[0]
        raise UsageError("option_invalid", option=name, value=shown, reason=why) from error
