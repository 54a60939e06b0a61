"""Estimates how far the clock of this computer is off, from the times in a server's responses.

The server read its clock between sending the request and receiving the response. Each response
thus limits the offset to an interval. The intervals of several responses overlap, and their
intersection is narrower than each of them.
"""

import re
from datetime import UTC, datetime

from captions.outputs.platforms.http_client import PostResponse, parse_http_date

_HEADER_SECONDS = 1.0
"""Resolution of the header ``Date``, which has whole seconds (RFC 9110, section 6.6.1)."""
_BODY_SECONDS = 0.001
"""Resolution of the time in the body."""
_BODY_TIME = re.compile(rb"\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)Z?\s*")
"""Time in UTC that YouTube writes into the body."""


class ServerClock:
    """Converts times of this computer into times of the server."""

    def __init__(self) -> None:
        self._low: float | None = None
        self._high = 0.0
        self._is_precise = False
        """True if a body had a time."""

    @property
    def offset(self) -> float:
        """Seconds to add to a time of this computer; 0 before the first response."""
        return 0.0 if self._low is None else (self._low + self._high) / 2

    def add_response(self, response: PostResponse, *, has_body_time: bool) -> None:
        """Use the time in a response, if it has one.

        Args:
            response: any response.
            has_body_time: True if a time in the body can only be that of the server. The header is
                used until such a time was seen.
        """
        body = _parse_body(response.body) if has_body_time else None
        header = parse_http_date(response.date)
        if body is not None:
            self._narrow(body - response.received, body + _BODY_SECONDS - response.sent)
            self._is_precise = True
        elif header is not None and not self._is_precise:
            self._narrow(header - response.received, header + _HEADER_SECONDS - response.sent)

    def _narrow(self, low: float, high: float) -> None:
        """Intersect the interval with that of another response."""
        if self._low is not None and max(low, self._low) <= min(high, self._high):
            low, high = max(low, self._low), min(high, self._high)
        # Otherwise the clock has been set meanwhile, and earlier responses are of no use.
        self._low, self._high = low, high


def _parse_body(body: bytes) -> float | None:
    """Return the time in a body in seconds since 1970."""
    found = _BODY_TIME.fullmatch(body)
    if found is None:
        return None
    try:
        return datetime.fromisoformat(found[1].decode()).replace(tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return None
