"""Delays the answers to wrong keys, so that nobody can find a key by trying.

Each further wrong key from an address is answered later than the one before. A right key is never
delayed, and it ends the delays of its address.
"""

import ipaddress
import time
from collections.abc import Callable

_FIRST_SECONDS = 0.1
_LONGEST_SECONDS = 5.0
_MEMORY_SECONDS = 600.0
"""Time without a wrong key after which those of an address are forgotten."""
_MOST_ADDRESSES = 1000
"""More are not remembered: of these, the one that was wrong the longest time ago is forgotten."""
_IPV6_NETWORK_BITS = 64
"""The part of an IPv6 address that its user cannot choose (RFC 4291, section 2.5.4)."""


class WrongKeys:
    """Counts wrong keys by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}
        """Wrong keys and the moment of the last one, the latest address last."""

    def delay(self, address: str) -> float:
        """Count a wrong key, and return the seconds until it may be answered."""
        now, network = self._clock(), _network_of(address)
        count, last = self._counts.pop(network, (0, now))
        if now - last > _MEMORY_SECONDS:
            count = 0
        self._counts[network] = (count + 1, now)
        if len(self._counts) > _MOST_ADDRESSES:
            del self._counts[next(iter(self._counts))]
        # A power of two beyond any need would be too large for a float.
        return min(_LONGEST_SECONDS, _FIRST_SECONDS * 2.0 ** min(count, 16))

    def forget(self, address: str) -> None:
        """Forget the wrong keys of an address from which the right key has come."""
        self._counts.pop(_network_of(address), None)


def _network_of(address: str) -> str:
    """Return what stands for everyone who can choose an address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if parsed.version == 4:  # noqa: PLR2004  # a name of the protocol
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK_BITS), strict=False))
