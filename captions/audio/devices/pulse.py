"""Queries a PulseAudio or PipeWire server for its sources, which PortAudio hides behind one device.

Without it, a missing microphone cannot be distinguished from a silent one. A server without a
microphone offers the monitor of the speakers instead. When a microphone is unplugged, the server
moves the open stream to a monitor without notice. What the computer plays would then be captioned.
"""

import asyncio
import contextlib
import logging
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Protocol, Self

_log = logging.getLogger(__name__)

_SETTLE_SECONDS = 0.05
"""Delay in seconds that collects a burst of changes: a new device brings a card, a source and a
default."""
_RETRY_SECONDS = 1.0
"""Retry interval in seconds while no server answers; also the longest time a thread outlives its
use."""
_EVENT_MASKS = ("source", "sink", "sink_input", "server")
"""Facilities whose changes the server reports; ``server`` covers the default devices."""


@dataclass(frozen=True, slots=True)
class PulseSource:
    """A source of the sound server."""

    name: str
    """Name on the server; stable when the device is reconnected."""
    description: str
    """Name on the server for people; a monitor's begins with “Monitor of”."""
    title: str
    """Name in the desktop's settings: for a monitor, that of its output."""
    channels: int
    rate: int
    """Sample rate in Hz."""
    is_monitor: bool
    """True if it records what an output plays; False for a microphone."""
    is_default: bool
    """True for the default microphone, and for the monitor of the default output."""
    muted: bool
    """True if the source, or the output that it monitors, is muted."""
    volume: float
    """Lower volume of the source and the output that it monitors; 0 is silence, 1 is full."""
    is_playing: bool | None
    """True if a program plays to the monitored output; None for a microphone."""


def list_sources() -> list[PulseSource] | None:
    """List the server's sources, in about 2 ms; None without a server."""
    pulsectl = _import_pulsectl()
    if pulsectl is None:
        return None
    try:
        with pulsectl.Pulse("captions") as pulse:
            return _query_sources(pulse)
    except Exception as error:  # noqa: BLE001  # libpulse also raises its own errors
        _log.debug("The sound server cannot be queried: %r", error)
        return None


class _Volume(Protocol):
    value_flat: float


class _Device(Protocol):
    """A sink or a source, as pulsectl describes it."""

    index: int
    name: str
    description: str
    mute: int
    volume: _Volume


class _SourceInfo(_Device, Protocol):
    channel_count: int
    captions_rate: int
    """Sample rate in Hz, from `_copy_rate`."""
    monitor_of_sink_name: str | None


class _Playback(Protocol):
    sink: int
    corked: int


class _ServerInfo(Protocol):
    default_source_name: str
    default_sink_name: str


class _PulseClient(Protocol):
    """The queries of `pulsectl.Pulse`, which ships no types."""

    def server_info(self) -> _ServerInfo: ...

    def sink_list(self) -> Sequence[_Device]: ...

    def sink_input_list(self) -> Sequence[_Playback]: ...

    def source_list(self) -> Sequence[_SourceInfo]: ...


class _SampleSpec(Protocol):
    rate: int


class _SourceRecord(Protocol):
    """libpulse's record of a source."""

    sample_spec: _SampleSpec


class DeviceListing:
    """The server's sources, kept up to date by a thread while the context is active."""

    def __init__(self) -> None:
        self.sources: list[PulseSource] | None = None
        """Sources of the server; None without a server."""
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._ended = threading.Event()
        self._is_stale = False
        """True if the server has reported a change since the last query; only the thread uses
        it."""
        self._published: list[PulseSource] | None = None
        """Last published sources; only the thread uses them."""

    def __enter__(self) -> Self:
        """Start the thread; its first change reports the current sources."""
        # A daemon thread: it may still wait for the server when the program ends.
        threading.Thread(target=self._run_thread, name="pulse", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reporting changes."""
        self._ended.set()

    async def wait_for_change(self) -> None:
        """Wait until `sources` has changed."""
        await self._changed.wait()
        self._changed.clear()

    def _run_thread(self) -> None:
        """Watch one server after another, on the thread."""
        pulsectl = _import_pulsectl()
        while pulsectl is not None and not self._ended.is_set():
            try:
                self._watch_server(pulsectl)
            except Exception as error:  # noqa: BLE001  # libpulse's own, if the server ends
                _log.debug("The sound server is not available: %r", error)
            self._publish_sources(None)
            self._ended.wait(_RETRY_SECONDS)

    def _watch_server(self, pulsectl: ModuleType) -> None:
        with pulsectl.Pulse("captions") as pulse:
            pulse.event_mask_set(*_EVENT_MASKS)
            pulse.event_callback_set(lambda _: self._handle_change(pulsectl))
            self._is_stale = True
            while not self._ended.is_set():
                if self._is_stale:
                    self._is_stale = False  # The query may cause more events.
                    self._publish_sources(_query_sources(pulse))
                else:
                    pulse.event_listen(_RETRY_SECONDS)
                    self._ended.wait(_SETTLE_SECONDS if self._is_stale else 0)

    def _handle_change(self, pulsectl: ModuleType) -> None:
        self._is_stale = True
        raise pulsectl.PulseLoopStop

    def _publish_sources(self, sources: list[PulseSource] | None) -> None:
        """Publish the sources to the event loop if they changed, on the thread."""
        if self._ended.is_set() or sources == self._published:
            return
        self._published = sources
        with contextlib.suppress(RuntimeError):  # The loop is closed.
            self._loop.call_soon_threadsafe(self._store_sources, sources)

    def _store_sources(self, sources: list[PulseSource] | None) -> None:
        """Store published sources, on the event loop."""
        self.sources = sources
        self._changed.set()


def _query_sources(pulse: _PulseClient) -> list[PulseSource]:
    """Return the server's current sources.

    Raises:
        pulsectl.PulseError: the server does not answer.
    """
    server = pulse.server_info()
    defaults = (server.default_source_name, server.default_sink_name)
    outputs = {output.name: output for output in pulse.sink_list()}
    playing = {stream.sink for stream in pulse.sink_input_list() if not stream.corked}
    return [
        _convert_source(info, outputs.get(info.monitor_of_sink_name or ""), defaults, playing)
        for info in pulse.source_list()
    ]


def _import_pulsectl() -> ModuleType | None:
    if sys.platform != "linux":
        return None
    try:
        pulsectl = import_module("pulsectl")  # Loads libpulse, which may be missing.
    except (ImportError, OSError):
        return None
    # WORKAROUND(pulsectl 24.12.0): sample_spec points to memory that libpulse has freed by the
    # time the list is returned. The rate is copied while the record still exists.
    pulsectl.PulseSourceInfo._init_from_struct = _copy_rate  # noqa: SLF001  # its hook for this
    return pulsectl


def _copy_rate(info: _SourceInfo, struct: _SourceRecord) -> None:
    info.captions_rate = int(struct.sample_spec.rate)


def _convert_source(
    info: _SourceInfo,
    output: _Device | None,
    defaults: tuple[str, str],
    playing: set[int],
) -> PulseSource:
    """Convert a source; ``output`` is the output that it monitors, or None."""
    parts: list[_Device] = [info] if output is None else [info, output]
    return PulseSource(
        name=info.name,
        description=info.description,
        title=parts[-1].description,
        channels=info.channel_count,
        rate=info.captions_rate,
        is_monitor=bool(info.monitor_of_sink_name),
        is_default=info.name == defaults[0] if output is None else output.name == defaults[1],
        muted=any(part.mute for part in parts),
        volume=min(part.volume.value_flat for part in parts),
        is_playing=None if output is None else output.index in playing,
    )
