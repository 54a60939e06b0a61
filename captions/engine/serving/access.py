"""Who may talk to the server: whoever holds its key, or a token that it gave out for one session.

A token is for a browser, which cannot keep a key secret and cannot send it in a header. It is valid
for 15 minutes, and for the first connection that shows it, even if that then says nothing.
"""

import secrets
import time
from collections.abc import Callable

from captions.errors import CaptionsError

TOKEN_SECONDS = 15 * 60.0
_TOKEN_PREFIX = "sutkn_"  # noqa: S105  # every token begins so, as the cloud service's do


class TooManyTokensError(CaptionsError):
    """No more tokens are given out until some are used or grow old."""


class Access:
    """Holds the key, and the tokens that are valid."""

    def __init__(
        self, key: str, most_tokens: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._key = key.encode()
        self._most = most_tokens
        self._clock = clock
        self._tokens: dict[str, float] = {}
        """Tokens in the order of their age, with the moment at which each expires."""

    def knows(self, key: str) -> bool:
        """Say whether this is the key."""
        return secrets.compare_digest(key.encode(), self._key)

    def issue(self) -> str:
        """Return a new token.

        Raises:
            TooManyTokensError: too many are out already.
        """
        self._forget_old()
        if len(self._tokens) >= self._most:
            raise TooManyTokensError(
                f"{self._most} tokens are given out and not used yet: use one, or wait until "
                f"they expire after {TOKEN_SECONDS / 60:g} minutes."
            )
        token = _TOKEN_PREFIX + secrets.token_hex(32)
        self._tokens[token] = self._clock() + TOKEN_SECONDS
        return token

    def admits(self, key: str, token: str) -> bool:
        """Say whether a connection may be a session; a token counts before a key, and is spent."""
        if not token:
            return self.knows(key)
        self._forget_old()
        # Compared with each of them, so that the time it takes tells nothing about any.
        given = token.encode()
        found = [held for held in self._tokens if secrets.compare_digest(held.encode(), given)]
        for held in found:
            del self._tokens[held]
        return bool(found)

    def _forget_old(self) -> None:
        now = self._clock()
        while self._tokens:
            oldest = next(iter(self._tokens))
            if self._tokens[oldest] > now:
                return
            del self._tokens[oldest]
