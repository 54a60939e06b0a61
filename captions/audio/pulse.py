"""Asks a PulseAudio or PipeWire server for its sources, which PortAudio hides behind one device.

Without this a missing microphone cannot be told from a silent one: a server with no microphone
hands out the monitor of the speakers instead, and when a microphone is unplugged it moves the open
stream to a monitor without a word, so that what the computer plays would be captioned.
"""

import asyncio
import contextlib
import logging
import sys
import threading
from types import ModuleType
from typing import Any, NamedTuple, Self

_log = logging.getLogger(__name__)

_SETTLE_SECONDS = 0.05
"""Changes come in bursts: what is plugged in brings its card, its source, and a new default."""
_ASK_SECONDS = 1.0
"""Between two tries to reach a server that is not there; and how long a thread may outlive its
use."""
_TOLD_OF = ("source", "sink", "sink_input", "server")
"""What the server shall tell of when it changes; the last one knows the defaults."""


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
            return _ask(pulse)
    except Exception as error:  # noqa: BLE001  # libpulse has errors of its own besides
        _log.debug("The sound server cannot be asked: %r", error)
        return None


class Listing:
    """What the server offers, kept up to date from a thread while the context lasts."""

    def __init__(self) -> None:
        self.sources: list[PulseSource] | None = None
        """None without a server."""
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._ended = threading.Event()
        self._stale = False
        """Whether the server has told of a change since it was asked; only the thread's."""
        self._told: list[PulseSource] | None = None
        """What was handed over last; only the thread's."""

    def __enter__(self) -> Self:
        """Begin; the first change tells what there is."""
        # It may wait for the server when the program ends, and nobody shall wait for it.
        threading.Thread(target=self._follow, name="pulse", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take note of no further change."""
        self._ended.set()

    async def changed(self) -> None:
        """Wait until there is something new in `sources`."""
        await self._changed.wait()
        self._changed.clear()

    def _follow(self) -> None:
        """Follow one server after the other."""
        pulsectl = _pulsectl()
        while pulsectl is not None and not self._ended.is_set():
            try:
                self._follow_server(pulsectl)
            except Exception as error:  # noqa: BLE001  # libpulse's own, when the server ends
                _log.debug("The sound server is not there: %r", error)
            self._tell(None)
            self._ended.wait(_ASK_SECONDS)

    def _follow_server(self, pulsectl: ModuleType) -> None:
        with pulsectl.Pulse("captions") as pulse:
            pulse.event_mask_set(*_TOLD_OF)
            pulse.event_callback_set(lambda _: self._note(pulsectl))
            self._stale = True
            while not self._ended.is_set():
                if self._stale:
                    self._stale = False  # While it is asked, it may tell of more.
                    self._tell(_ask(pulse))
                else:
                    pulse.event_listen(_ASK_SECONDS)
                    self._ended.wait(_SETTLE_SECONDS if self._stale else 0)

    def _note(self, pulsectl: ModuleType) -> None:
        self._stale = True
        raise pulsectl.PulseLoopStop

    def _tell(self, found: list[PulseSource] | None) -> None:
        """Hand over what there is, on the thread, if it is something else than before."""
        if self._ended.is_set() or found == self._told:
            return
        self._told = found
        with contextlib.suppress(RuntimeError):  # The loop was closed meanwhile.
            self._loop.call_soon_threadsafe(self._take, found)

    def _take(self, found: list[PulseSource] | None) -> None:
        """Take what there is, on the loop."""
        self.sources = found
        self._changed.set()


def _ask(pulse: Any) -> list[PulseSource]:  # noqa: ANN401  # pulsectl ships no types
    """Return what there is now.

    Raises:
        pulsectl.PulseError: the server does not answer.
    """
    server = pulse.server_info()
    defaults = (server.default_source_name, server.default_sink_name)
    outputs = {output.name: output for output in pulse.sink_list()}
    playing = {stream.sink for stream in pulse.sink_input_list() if not stream.corked}
    return [
        _source(info, outputs.get(info.monitor_of_sink_name), defaults, playing)
        for info in pulse.source_list()
    ]


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
