"""Opens realtime sessions, as ``elevenlabs.realtime`` does."""

import asyncio
import shutil
from collections.abc import Mapping
from typing import Any, Required, TypedDict, cast

import msgspec
from websockets.asyncio.client import connect as websocket_connect

from captions.errors import UsageError
from captions.protocol.messages import MAX_FRAME_BYTES
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

_OWN_OPTIONS = frozenset({"sample_rate", "url", "token"})
"""Options of ours, which the session's query does not have, or not among its settings."""
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


class RealtimeAudioOptions(_SessionOptions):
    """Options of a session whose audio the program sends itself."""

    audio_format: AudioFormat | str
    sample_rate: int


class RealtimeUrlOptions(_SessionOptions):
    """Options of a session that ffmpeg feeds from a URL."""

    url: str


class ScribeRealtime:
    """Opens sessions with one key at one service."""

    def __init__(self, api_key: str | None = None, base_url: str = CLOUD_URL) -> None:
        """``base_url`` may be any server of this wire; ``https`` and ``wss`` mean the same."""
        self.api_key = api_key
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
            ConnectionLostError: the server cannot be reached, or ffmpeg is missing.
        """
        given: dict[str, Any] = dict(options)
        if not given.get("model_id"):
            raise UsageError("model_id is required")
        if "url" in given:
            return await self._connect_url(given)
        if not given.get("audio_format") or not given.get("sample_rate"):
            raise UsageError("audio_format and sample_rate are required")
        return await self._open(given, int(given["sample_rate"]), None)

    def _build_websocket_url(self, **options: Any) -> str:  # noqa: ANN401  # any option
        """Return the URL of a session with options as they are given, but for absent ones."""
        given = {"commit_strategy": CommitStrategy.MANUAL, **_present(options)}
        pairs = [pair for name, value in given.items() for pair in pairs_of(name, value)]
        return f"{wire.socket_url(self.base_url)}?{join_query(pairs)}"

    async def _connect_url(self, given: dict[str, Any]) -> RealtimeConnection:
        if not given["url"]:
            raise UsageError("url is required")
        if shutil.which("ffmpeg") is None:
            raise UsageError("ffmpeg is required to stream a URL: install it, and try again")
        given["audio_format"] = _URL_FORMAT
        given["sample_rate"] = _URL_FORMAT.rate
        process = await _start_ffmpeg(given["url"])
        try:
            return await self._open(given, _URL_FORMAT.rate, process)
        except BaseException:
            process.kill()
            await process.wait()
            raise

    async def _open(
        self,
        given: dict[str, Any],
        sample_rate: int,
        process: asyncio.subprocess.Process | None,
    ) -> RealtimeConnection:
        _check(given)
        token = given.get("token")
        if not token and not self.api_key:
            raise UsageError("An api_key or a single-use token is required")
        sent = {name: value for name, value in given.items() if name not in ("sample_rate", "url")}
        url = self._build_websocket_url(**sent)
        headers = {} if token else {"xi-api-key": cast("str", self.api_key)}
        with wire.told_plainly(self.base_url):
            socket = await websocket_connect(
                url,
                additional_headers=headers,
                compression=None,
                max_size=MAX_FRAME_BYTES,
                close_timeout=wire.CLOSE_SECONDS,
                proxy=wire.proxy_for(self.base_url),
            )
        connection = RealtimeConnection(socket, sample_rate, process)
        connection._start()  # noqa: SLF001  # the vendor's constructor takes no more arguments
        return connection


def _present(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _check(given: Mapping[str, Any]) -> None:
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
    try:
        options = msgspec.convert(asked, SessionOptions)
    except msgspec.ValidationError as error:
        raise UsageError(f"An option is not valid: {error}.") from error
    rate = given.get("sample_rate")
    wrong = problems(options)
    if rate != options.audio_format.rate:
        wrong.append(f"sample_rate: {rate} does not agree with {options.audio_format.value}.")
    if wrong:
        raise UsageError(" ".join(wrong))


async def _start_ffmpeg(url: str) -> asyncio.subprocess.Process:
    rate = str(_URL_FORMAT.rate)
    arguments = ("-nostdin", "-v", "error", "-i", url, "-f", "s16le", "-ar", rate, "-ac", "1", "-")
    return await asyncio.create_subprocess_exec(
        "ffmpeg",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
