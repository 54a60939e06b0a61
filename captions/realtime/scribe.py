"""Opens realtime sessions, as ``elevenlabs.realtime`` does."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Required, TypedDict

import msgspec

from captions.errors import UsageError
from captions.protocol.options import (
    CLOUD_URL,
    AudioFormat,
    CommitStrategy,
    SessionOptions,
    join_query,
    pairs_of,
    problems,
)
from captions.realtime import wire
from captions.realtime.connection import RealtimeConnection
from captions.realtime.feed import Feed
from captions.realtime.wire import websocket_connect

TokenProvider = Callable[[], str | Awaitable[str]]
"""Gives a new single-use token; is called, and awaited, for every new connection."""

_OWN_OPTIONS = frozenset({"sample_rate", "url", "realtime", "token", "token_provider"})
"""Options that are no settings of the session itself."""
_URL_FORMAT = AudioFormat.PCM_16000


class _SessionOptions(TypedDict, total=False):
    """What both kinds of session may be asked for."""

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
    """A single-use token, instead of a key."""
    token_provider: TokenProvider


class RealtimeAudioOptions(_SessionOptions):
    """Options of a session whose audio the program sends itself."""

    audio_format: AudioFormat | str
    sample_rate: int


class RealtimeUrlOptions(_SessionOptions):
    """Options of a session that ffmpeg feeds from a URL."""

    url: str
    """Whatever ffmpeg reads: a web address, a stream, the path of a file."""
    realtime: bool
    """Whether to send at the speed of speech, and not as fast as the server takes it."""


class ScribeRealtime:
    """Opens sessions with one key, or with single-use tokens, at one service."""

    def __init__(
        self,
        api_key: str | None = None,
        base_url: str = CLOUD_URL,
        *,
        allow_plain_key: bool = False,
    ) -> None:
        """Prepare to open sessions.

        Args:
            api_key: the key; with tokens there is none.
            base_url: any server of this wire; ``https`` and ``wss`` mean the same.
            allow_plain_key: whether the key may be sent to another machine without encryption.
        """
        self.api_key = api_key
        self._allow_plain_key = allow_plain_key
        self.base_url = base_url

    async def connect(
        self, options: RealtimeAudioOptions | RealtimeUrlOptions
    ) -> RealtimeConnection:
        """Open a session.

        Args:
            options: with ``url`` ffmpeg feeds the session, otherwise `RealtimeConnection.send`.

        Returns:
            The connection; handlers registered at once miss nothing.

        Raises:
            UsageError: an option is missing, unknown or out of its range (also a `ValueError`).
            RecordingError: ffmpeg is missing, or cannot read the URL.
            UntrustedServerError: key and sound would not be safe on their way.
            ConnectionRefusedByServerError: the server answered, and said no.
            ConnectionLostError: the server cannot be reached.
        """
        given: dict[str, Any] = dict(options)
        if not given.get("model_id"):
            raise UsageError("model_id is required")
        if "url" in given:
            return await self._connect_url(given)
        if not given.get("audio_format") or not given.get("sample_rate"):
            raise UsageError("audio_format and sample_rate are required")
        return await self._open(given, _checked(given), None)

    def _build_websocket_url(self, **options: Any) -> str:  # noqa: ANN401  # any option
        """Return the URL of a session with options as they are given, but for absent ones."""
        given = {"commit_strategy": CommitStrategy.MANUAL, **_present(options)}
        pairs = [pair for name, value in given.items() for pair in pairs_of(name, value)]
        return f"{wire.socket_url(self.base_url)}?{join_query(pairs)}"

    async def _connect_url(self, given: dict[str, Any]) -> RealtimeConnection:
        """Open a session that ffmpeg feeds; ffmpeg has given its first sound before that."""
        if not given["url"]:
            raise UsageError("url is required")
        given |= {"audio_format": _URL_FORMAT, "sample_rate": _URL_FORMAT.rate}
        options = _checked(given)
        feed = await Feed.start(str(given["url"]), _URL_FORMAT.rate)
        try:
            return await self._open(given, options, feed)
        except BaseException:
            await feed.stop()
            raise

    async def _open(
        self, given: dict[str, Any], options: SessionOptions, feed: Feed | None
    ) -> RealtimeConnection:
        token = await self._token(given)
        sent = {name: value for name, value in given.items() if name not in _OWN_OPTIONS}
        url = self._build_websocket_url(**sent, token=token)
        key = "" if token else self.api_key or ""
        wire.check_key(self.base_url, key, allow_plain=self._allow_plain_key)
        with wire.told_plainly(self.base_url, key):
            socket = await websocket_connect(url, base_url=self.base_url, api_key=key)
        connection = RealtimeConnection(socket, options.audio_format.rate)
        connection._start(options, feed, realtime=bool(given.get("realtime")))  # noqa: SLF001  # the vendor's constructor takes no more arguments
        return connection

    async def _token(self, given: Mapping[str, Any]) -> str | None:
        """Return the token to connect with; none means that there is a key."""
        token: str | None = given.get("token")
        provider: TokenProvider | None = given.get("token_provider")
        if token is None and provider is not None:
            provided = provider()
            token = await provided if inspect.isawaitable(provided) else provided
        if not token and not self.api_key:
            raise UsageError("An api_key or a single-use token is required")
        return token or None


def _present(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _checked(given: Mapping[str, Any]) -> SessionOptions:
    """Refuse what the service would refuse.

    Raises:
        UsageError: with a sentence that names the option, its value and its range.
    """
    asked = {name: value for name, value in _present(given).items() if name not in _OWN_OPTIONS}
    for name in ("entity_detection", "entity_redaction"):
        if isinstance(asked.get(name), str):
            asked[name] = [asked[name]]
    unknown = sorted(set(asked) - set(SessionOptions.__struct_fields__))
    if unknown:
        raise UsageError(f"'{unknown[0]}' is no option of a realtime session.")
    for name, value in asked.items():
        _check_type(name, value)
    options = msgspec.convert(asked, SessionOptions)
    rate = given.get("sample_rate")
    wrong = problems(options)
    if rate != options.audio_format.rate:
        wrong.append(f"sample_rate: {rate} does not agree with {options.audio_format.value}.")
    if wrong:
        raise UsageError(" ".join(wrong))
    return options


def _check_type(name: str, value: object) -> None:
    """Refuse a value of the wrong kind, one option at a time so that it can be named."""
    try:
        msgspec.convert({name: value}, SessionOptions)
    except msgspec.ValidationError as error:
        shown = str(value)[:50]
        why = str(error).partition(" - at")[0]
        raise UsageError(f"{name}: '{shown}' is not valid ({why}).") from error
