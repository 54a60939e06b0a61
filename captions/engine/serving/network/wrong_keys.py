"""Delays responses to invalid keys, to slow down brute-force attacks.

The delay doubles with each invalid key from the same address. A valid key is never delayed, and
resets the delay of its address.
"""

import ipaddress
import time
from collections.abc import Callable

_FIRST_DELAY = 0.1
"""Delay after the first invalid key."""
_MAX_DELAY = 5.0
"""Maximum delay."""
_MEMORY_SECONDS = 600.0
"""Time without an invalid key after which the count of an address is reset."""
_MAX_ADDRESSES = 1000
"""Maximum number of counted addresses; the least recent is removed first."""
_IPV6_NETWORK_BITS = 64
"""Prefix of an IPv6 address that its user cannot choose (RFC 4291, section 2.5.4)."""


class WrongKeys:
    """Counts invalid keys per address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}
        """Number of invalid keys and time of the last one, by network; the most recent last."""

    def record_wrong_key(self, address: str) -> float:
        """Record an invalid key from an address, and return the seconds to delay the response."""
        now, network = self._clock(), _client_network(address)
        count, last = self._counts.pop(network, (0, now))
        if now - last > _MEMORY_SECONDS:
            count = 0
        self._counts[network] = (count + 1, now)
        if len(self._counts) > _MAX_ADDRESSES:
            del self._counts[next(iter(self._counts))]
        # A large exponent would overflow a float.
        return min(_MAX_DELAY, _FIRST_DELAY * 2.0 ** min(count, 16))

    def reset_address(self, address: str) -> None:
        """Reset the count of an address that has sent a valid key."""
        self._counts.pop(_client_network(address), None)


def _client_network(address: str) -> str:
    """Return the network within which a client can choose its address; empty if unknown."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK_BITS), strict=False))
