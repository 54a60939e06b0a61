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
    """Whether it is the default microphone, or the monitor of the default output."""
    muted: bool
    """Whether it, or the output whose monitor it is, has been muted."""
    volume: float
    """0 is silence, 1 is everything; the lesser one of its own and its output's."""
    plays: bool | None
    """Whether a program plays to the output whose monitor it is; None for a microphone."""


def sources() -> list[PulseSource] | None:
    """List what the server offers, in about 2 ms; None without a server."""
    pulsectl = _pulsectl()
    if pulsectl is None:
        return None
    try:
        with pulsectl.Pulse("captions") as pulse:
            server = pulse.server_info()
            defaults = (server.default_source_name, server.default_sink_name)
            outputs = {output.name: output for output in pulse.sink_list()}
            playing = {stream.sink for stream in pulse.sink_input_list() if not stream.corked}
            return [
                _source(info, outputs.get(info.monitor_of_sink_name), defaults, playing)
                for info in pulse.source_list()
            ]
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


def _source(
    info: Any,  # noqa: ANN401  # pulsectl ships no types
    output: Any,  # noqa: ANN401
    defaults: tuple[str, str],
    playing: set[int],
) -> PulseSource:
    """Read a source; ``output`` is what it is the monitor of, or None."""
    parts = [info] if output is None else [info, output]
    return PulseSource(
        name=info.name,
        description=info.description,
        channels=info.channel_count,
        rate=info.captions_rate,
        is_monitor=bool(info.monitor_of_sink_name),
        is_default=info.name == defaults[0] if output is None else output.name == defaults[1],
        muted=any(part.mute for part in parts),
        volume=min(part.volume.value_flat for part in parts),
        plays=None if output is None else output.index in playing,
    )
