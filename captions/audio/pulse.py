"""Asks a PulseAudio or PipeWire server for its sources, which PortAudio hides behind one device.

Without this a missing microphone cannot be told from a silent one: a server with no microphone
hands out the monitor of the speakers instead, and when a microphone is unplugged it moves the open
stream to a monitor without a word, so that what the computer plays would be captioned.
"""

import sys
from types import ModuleType
from typing import Any, NamedTuple


class PulseSource(NamedTuple):
    """A source of the sound server."""

    name: str
    """What the server calls it; stable when the device is plugged in again."""
    description: str
    """What the desktop's settings call it."""
    channels: int
    rate: int
    """Samples a second."""
    is_monitor: bool
    """Whether it is what an output plays, not a microphone."""
    is_default: bool


def sources() -> list[PulseSource] | None:
    """List what the server offers, in about 1 ms; None without a server."""
    pulsectl = _pulsectl()
    if pulsectl is None:
        return None
    try:
        with pulsectl.Pulse("captions") as pulse:
            default = pulse.server_info().default_source_name
            return [_source(info, default) for info in pulse.source_list()]
    except pulsectl.PulseError:
        return None


def _pulsectl() -> ModuleType | None:
    if sys.platform != "linux":
        return None
    try:
        import pulsectl  # noqa: PLC0415  # it loads libpulse, which may be missing
    except (ImportError, OSError):
        return None
    # WORKAROUND(pulsectl 24.12.0): sample_spec points to memory that libpulse has freed when the
    # list is returned, so the rate is copied while the record is still there.
    pulsectl.PulseSourceInfo._init_from_struct = _copy_rate  # noqa: SLF001  # its hook for this
    return pulsectl  # type: ignore[no-any-return]  # it ships no types


def _copy_rate(info: Any, struct: Any) -> None:  # noqa: ANN401  # ctypes records, untyped
    info.captions_rate = int(struct.sample_spec.rate)


def _source(info: Any, default: str) -> PulseSource:  # noqa: ANN401  # pulsectl ships no types
    return PulseSource(
        name=info.name,
        description=info.description,
        channels=info.channel_count,
        rate=info.captions_rate,
        is_monitor=bool(info.monitor_of_sink_name),
        is_default=info.name == default,
    )
