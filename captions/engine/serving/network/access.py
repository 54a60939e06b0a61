"""Access to the server by its key, or by a single-use token for one session.

Tokens are for browsers, which can neither keep a key secret nor send it in a WebSocket's headers. A
token is valid for 15 minutes and for one connection, even if that connection sends no audio.
"""

import secrets
import time
from collections.abc import Callable

from captions.errors import CaptionsError

TOKEN_SECONDS = 15 * 60.0
"""Validity of a token; the value of the cloud service."""
_SINGLE_USE = "sutkn_"
"""Prefix of tokens, the same as in the cloud service."""


class TooManyTokensError(CaptionsError):
    """Too many valid tokens exist; some must be used or expire first."""


class AccessKeys:
    """Checks the key and the single-use tokens."""

    def __init__(
        self, key: str, most_tokens: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._key = key.encode()
        self._max_tokens = most_tokens
        self._clock = clock
        self._tokens: dict[str, float] = {}
        """Expiry time of each valid token, the oldest token first."""

    def is_key(self, key: str) -> bool:
        """Return True if this is the key of the server."""
        return secrets.compare_digest(key.encode(), self._key)

    def issue_token(self) -> str:
        """Return a new token.

        Raises:
            TooManyTokensError: the maximum number of valid tokens exists.
        """
        self._discard_expired()
        if len(self._tokens) >= self._max_tokens:
            raise TooManyTokensError(
                "tokens_exhausted", count=self._max_tokens, minutes=TOKEN_SECONDS / 60
            )
        token = _SINGLE_USE + secrets.token_hex(32)
        self._tokens[token] = self._clock() + TOKEN_SECONDS
        return token

    def authenticate_client(self, key: str, token: str) -> bool:
        """Return True if the token or the key is valid.

        A token takes precedence over a key, and is invalid afterwards.
        """
        if not token:
            return self.is_key(key)
        self._discard_expired()
        # Compares with every token in constant time, so that the response time reveals nothing.
        encoded = token.encode()
        matches = [
            valid for valid in self._tokens if secrets.compare_digest(valid.encode(), encoded)
        ]
        for match in matches:
            del self._tokens[match]
        return bool(matches)

    def _discard_expired(self) -> None:
        now = self._clock()
        while self._tokens:
            oldest = next(iter(self._tokens))
            if self._tokens[oldest] > now:
                return
            del self._tokens[oldest]
