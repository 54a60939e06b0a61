"""Checks the addresses that users copy from platforms, and hides their secrets.

An address contains the right to write captions, so it must not be sent to another server, nor
unencrypted. The one exception is YouTube, whose documented address begins with ``http``
(https://support.google.com/youtube/answer/6077032).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from captions.credentials.secret_store import (
    TEAMS_VARIABLE,
    WEBHOOK_VARIABLE,
    YOUTUBE_VARIABLE,
    ZOOM_VARIABLE,
)
from captions.errors import OutputError
from captions.messages.message import Message
from captions.printable import make_printable
from captions.protocol.addresses import is_loopback

_MAX_CHARS = 8192
_MAX_HOST_CHARS = 60
"""Characters of a host that a message shows."""
_CLOCK_SLACK_SECONDS = 120.0
"""Time by which the clock of this computer may be ahead, so that a valid address still works."""
_FIRST_UNIX_TIME = 10**9
"""Smaller values of ``expire`` are durations, as in Zoom's example (``expire=86400``)."""
_NOT_IN_URLS = frozenset('\\ "<>`{}|^')


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRule:
    """What the addresses of a platform have in common."""

    platform: str
    """Name of the platform."""
    missing: Message
    """Message that there is no address, which names it as the platform does."""
    domains: Sequence[str] = ()
    """Domains of its hosts; empty if any host is allowed."""
    path: str = ""
    """Part of the path, in lower case."""
    parameters: Sequence[str] = ()
    """Parameters of the query, one of which is required."""
    wrong_kind: Message | None = None
    """Message about another address of the platform, such as an invitation; `None` if any address
    of its hosts is right."""
    allows_http: bool = False
    """True if the platform documents an unencrypted address."""


YOUTUBE = AddressRule(
    platform="YouTube",
    missing=Message("youtube_address_missing", variable=YOUTUBE_VARIABLE),
    domains=("upload.youtube.com",),
    path="/closedcaption",
    parameters=("cid", "id"),
    wrong_kind=Message("youtube_address_wrong"),
    allows_http=True,
)
ZOOM = AddressRule(
    platform="Zoom",
    missing=Message("zoom_token_missing", variable=ZOOM_VARIABLE),
    domains=("zoom.us", "zoomgov.com", "zoom.com"),
    path="/closedcaption",
    parameters=("id",),
    wrong_kind=Message("zoom_address_wrong"),
)
TEAMS = AddressRule(
    platform="Teams",
    missing=Message("teams_link_missing", variable=TEAMS_VARIABLE),
    domains=("office.microsoft.com",),
    path="/cartcaption",
    parameters=("meetingid",),
    wrong_kind=Message("teams_address_wrong"),
)
WEBHOOK = AddressRule(
    platform="Webhook",
    missing=Message("webhook_address_missing", variable=WEBHOOK_VARIABLE),
)
_PLATFORM_RULES = (YOUTUBE, ZOOM, TEAMS)
_OTHER_DOMAINS = {
    "youtube.com": YOUTUBE,
    "youtu.be": YOUTUBE,
    "teams.microsoft.com": TEAMS,
    "teams.live.com": TEAMS,
}
"""Further domains of the platforms, from which users copy other addresses."""


def check_address(rule: AddressRule, address: str, now: float) -> None:
    """Check that an address may be used.

    Args:
        rule: rule of the platform.
        address: the address, as copied by the user.
        now: seconds since 1970.

    Raises:
        OutputError: the user has to enter another address; the message does not contain it.
    """
    if not address:
        raise OutputError(rule.missing)
    parts = _split_address(rule, address)
    if not is_loopback(parts.hostname or ""):
        _check_host(rule, parts)
        _check_kind(rule, parts)
    if _is_expired(parts, now):
        raise OutputError("platform_address_expired", platform=rule.platform)


def mask_address(address: str) -> str:
    """Return scheme and host of an address, such as ``https://wmcapi.zoom.us/…``."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return ""
    return f"{parts.scheme}://{make_printable(host, _MAX_HOST_CHARS)}/…" if host else ""


def add_parameters(address: str, **parameters: str | int) -> str:
    """Return an address with parameters in its query, which replace those of the same name.

    The rest of the query stays as it is, because the platform has signed it.
    """
    parts = urlsplit(address)
    kept = [
        item for item in parts.query.split("&") if item and item.partition("=")[0] not in parameters
    ]
    added = [f"{name}={value}" for name, value in parameters.items()]
    query = "&".join([*kept, *added])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def extend_path(address: str, name: str) -> str:
    """Return an address with another part at the end of its path."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}", fragment=""))


def _split_address(rule: AddressRule, address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        name = host.encode("idna")  # A name that is invalid in DNS is not an address.
    except ValueError:
        parts, name, port = SplitResult("", "", "", "", ""), b"", None
    usable = address.isprintable() and len(address) <= _MAX_CHARS
    usable = usable and not _NOT_IN_URLS.intersection(address) and port != 0
    if not (usable and name and parts.scheme in {"http", "https"}):
        raise OutputError("platform_address_invalid", platform=rule.platform)
    return parts


def _check_host(rule: AddressRule, parts: SplitResult) -> None:
    host = parts.hostname or ""
    other = _find_platform(host) if rule.domains else None
    if other is not None and other is not rule:
        raise OutputError("platform_address_swapped", other=other.platform, platform=rule.platform)
    if rule.domains and other is None:
        shown = make_printable(host, _MAX_HOST_CHARS)
        raise OutputError("platform_address_elsewhere", host=shown, platform=rule.platform)
    if parts.scheme != "https" and not rule.allows_http:
        raise OutputError("platform_address_unencrypted", platform=rule.platform)


def _check_kind(rule: AddressRule, parts: SplitResult) -> None:
    """Check that an address of the right platform is the one for captions."""
    if rule.wrong_kind is None:
        return
    known = parse_qs(parts.query)
    is_right = (
        rule.path in parts.path.lower()
        and any(name in known for name in rule.parameters)
        and _has_domain(parts.hostname or "", rule.domains)
        and "@" not in parts.netloc
    )
    if not is_right:
        raise OutputError(rule.wrong_kind)


def _find_platform(host: str) -> AddressRule | None:
    for rule in _PLATFORM_RULES:
        if _has_domain(host, rule.domains):
            return rule
    return next((rule for name, rule in _OTHER_DOMAINS.items() if _has_domain(host, [name])), None)


def _has_domain(host: str, domains: Sequence[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _is_expired(parts: SplitResult, now: float) -> bool:
    value = parse_qs(parts.query).get("expire", [""])[0]
    if not (value.isascii() and value.isdigit()):
        return False
    return _FIRST_UNIX_TIME <= int(value[:18]) < now - _CLOCK_SLACK_SECONDS
