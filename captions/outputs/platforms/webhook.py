"""Captions as JSON for a web server of the user's own.

Signatures follow Standard Webhooks (https://www.standardwebhooks.com), for which most languages
have a library. The format is documented in `captions/outputs/README.md`.
"""

import base64
import hashlib
import hmac
import json
import math
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from typing_extensions import override

from captions.errors import KeyringError, OutputError
from captions.formats.cues.timed_pieces import time_words
from captions.formats.fields import clean_text
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState
from captions.outputs.platforms import addresses
from captions.outputs.platforms.http_client import PostRequest
from captions.outputs.platforms.platform_profile import PlatformProfile

_SECRET_PREFIX = "whsec_"  # noqa: S105  # of Standard Webhooks; the rest is base64
_UNKNOWN_TEXT = "unknown"
"""Stands for a post that may not have arrived; no post is equal to it."""
_NO_KEYRING = "keyring_missing"
"""Code of the error that a system without a keyring raises."""

ReadSecret = Callable[[], Awaitable[str]]
"""Returns the secret that signs posts; empty for none."""


async def read_no_secret() -> str:
    """Return no secret."""
    return ""


class WebhookProfile(PlatformProfile):
    """A web server of the user's own."""

    rule = addresses.WEBHOOK
    max_age = 300.0

    def __init__(
        self,
        read_secret: ReadSecret = read_no_secret,
        clock: Callable[[], float] = time.time,
        *,
        partials: bool = False,
    ) -> None:
        """Prepare to send.

        Args:
            read_secret: returns the secret that signs posts.
            clock: returns the time of this computer in seconds since 1970.
            partials: True to send words as they are spoken, too.
        """
        self._read_secret = read_secret
        self._clock = clock
        self._partials = partials
        self._session = uuid.uuid4().hex
        self._key = b""
        self._number = 0
        self._live_text = ""
        """Last post about words that are being spoken; empty before the first."""

    @override
    async def prepare(self, address: str) -> None:
        await super().prepare(address)
        self._key = decode_secret(await self._read_optional_secret())
        if self._live_text:
            self._live_text = _UNKNOWN_TEXT

    @override
    def make_texts(self, segment: TranscriptSegment, delay: float) -> Sequence[str]:
        return [
            _write_json(
                type="segment",
                text=clean_text(segment.text),
                lane=segment.lane,
                speaker=clean_text(segment.label),
                start=_finite(segment.start),
                end=_finite(segment.end),
                time=_format_time(segment.wall_time),
                words=_describe_words(segment),
            )
        ]

    @override
    def make_live_text(self, state: CaptionState) -> str:
        if not self._partials:
            return ""
        segments = [
            {
                "text": clean_text(segment.text),
                "settled_text": clean_text(segment.settled_text),
                "lane": segment.lane,
                "speaker": clean_text(segment.label),
            }
            for segment in state.live_segments
        ]
        text = _write_json(type="partial", segments=segments)
        if text == (self._live_text or _write_json(type="partial", segments=[])):
            return ""
        self._live_text = text
        return text

    @override
    async def take_number(self) -> int:
        self._number += 1
        return self._number

    @override
    def make_request(self, text: str, number: int) -> PostRequest:
        whole = {"session": self._session, "sequence": number, **json.loads(text)}
        body = json.dumps(whole, ensure_ascii=False, allow_nan=False).encode()
        headers = {
            "webhook-id": f"{self._session}-{number}",
            "webhook-timestamp": str(int(self._clock())),
        }
        if self._key:
            headers["webhook-signature"] = sign_body(self._key, headers, body)
        return PostRequest(self.address, body, "application/json", headers)

    async def _read_optional_secret(self) -> str:
        try:
            return await self._read_secret()
        except KeyringError as error:
            if error.code != _NO_KEYRING:
                raise
            return ""  # What cannot store a secret has none.


def decode_secret(secret: str) -> bytes:
    """Return the key of a secret: base64 after ``whsec_``, otherwise the text itself in UTF-8.

    Raises:
        OutputError: the secret is not valid base64; the message does not contain it.
    """
    if not secret.startswith(_SECRET_PREFIX):
        return secret.encode()
    try:
        key = base64.b64decode(secret.removeprefix(_SECRET_PREFIX), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise OutputError("webhook_secret_invalid")
    return key


def sign_body(key: bytes, headers: dict[str, str], body: bytes) -> str:
    """Return the header ``webhook-signature`` for a body.

    Args:
        key: the key.
        headers: ``webhook-id`` and ``webhook-timestamp``.
        body: the body as it is sent.
    """
    head = f"{headers['webhook-id']}.{headers['webhook-timestamp']}."
    digest = hmac.new(key, head.encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _write_json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False)


def _describe_words(segment: TranscriptSegment) -> list[dict[str, object]]:
    """Return the words as displayed: those that were recognised may contain masked ones."""
    if not segment.words:
        return []
    return [
        {"text": clean_text(word.text), "start": _finite(word.start), "end": _finite(word.end)}
        for word in time_words(segment)
    ]


def _finite(seconds: float) -> float | None:
    return round(seconds, 3) if math.isfinite(seconds) else None


def _format_time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return f"{moment.isoformat(timespec='milliseconds')}Z"
