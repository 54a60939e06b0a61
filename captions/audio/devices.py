"""Which devices can be listened to, which of them a user's text means, and how they are."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

from captions.audio import loopback, portaudio, pulse
from captions.audio.speakers import Speakers
from captions.events import DeviceCondition
from captions.protocol.options import AudioFormat

PULSE = "PulseAudio"
"""Host API of the devices that a PulseAudio or PipeWire server offers."""

FOLLOW_DEFAULT = ("", "default", "pulse")
"""Names that mean whatever the system has as its default."""

INPUT = "input"
LOOPBACK = "loopback"

_WATCH_SECONDS = 1.0
"""Between two looks whether devices came or went, where no server tells of all of them."""
_DRIVERS_OF_LOOPBACKS = ("BlackHole", "Soundflower", "Stereo Mix")
"""How names begin of inputs that are what the computer plays."""
_RATES = sorted({item.rate for item in AudioFormat})


@dataclass(frozen=True, slots=True)
class Device:
    """Something that can be listened to; its name and host API stay when it is plugged in again."""

    name: str
    host_api: str
    channels: int
    default_rate: int
    """Samples a second."""
    is_default: bool
    """Whether it is the default of its kind."""
    kind: str
    """``input``: a microphone or a line; ``loopback``: what an output plays."""
    address: str = ""
    """What the sound server calls it, where there is one."""
    rates: tuple[int, ...] = ()
    """Those of the wire's rates that it gives by itself; every other is converted."""
    condition: DeviceCondition | None = field(default=None, compare=False)
    """When it was looked at; None where the system does not say."""


def list_devices() -> list[Device]:
    """List everything that can be listened to, the sound server's devices first, with its rates.

    Raises:
        DeviceError: PortAudio is missing.
    """
    return portaudio.call(lambda: look(closely=True))


async def watch() -> AsyncGenerator[list[Device], None]:
    """Yield the list of devices, and again whenever it changes.

    A sound server tells of changes. Elsewhere PortAudio can only look while no stream of its
    own is open: what is plugged in meanwhile shows up after the next pause. `Device.rates` of what
    no server offers are left out: asking takes its time.

    Raises:
        DeviceError: PortAudio is missing.
    """
    told: list[Device] | None = None
    with pulse.Listing() as listing:
        while True:
            found = await portaudio.run(look)
            if found != told:
                told = found
                yield found
            served = [device for device in found if device.host_api == PULSE]
            agreed = served == _served(listing.sources)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None if agreed else _WATCH_SECONDS):
                    await listing.changed()


async def watch_server() -> AsyncGenerator[list[Device] | None, None]:
    """Yield what the sound server offers, and again whenever it changes; None once it has ended.

    Without a server nothing is yielded until there is one.
    """
    with pulse.Listing() as listing:
        while True:
            await listing.changed()
            yield _served(listing.sources)


def look(*, closely: bool = False) -> list[Device]:
    """Like `list_devices`, on PortAudio's thread already.

    ``closely`` asks PortAudio's devices for their rates as well, which takes its time.

    Raises:
        DeviceError: PortAudio is missing.
    """
    portaudio.refresh()
    found = portaudio.inputs()
    served = look_at_server() if portaudio.reaches_server() else None
    if served is not None:
        # ALSA's other names are detours to the same server; only real hardware adds to its list.
        found = [item for item in found if "(hw:" in item.name]
    listed = [
        _from_portaudio(item, portaudio.rates(item, _RATES) if closely else ()) for item in found
    ]
    return listed + _recordable() if served is None else served + listed


def look_at_server() -> list[Device] | None:
    """List the sound server's devices alone, which is quick; None without a server."""
    return _served(pulse.sources())


def find(devices: Sequence[Device], name: str) -> Device | None:
    """Return the device that a user's text means, or None if it fits none, or more than one.

    The whole name wins over the same in other letter case, and that over a part of the name. A name
    that several host APIs share means the first of them; "name, host API" tells them apart.
    """
    folded = name.casefold()
    rules: tuple[Callable[[Device], bool], ...] = (
        lambda device: name in _names(device),
        lambda device: folded in {text.casefold() for text in _names(device)},
        lambda device: folded in device.name.casefold(),
    )
    for rule in rules:
        fitting = [device for device in devices if rule(device)]
        if fitting:
            return fitting[0] if len({device.name for device in fitting}) == 1 else None
    return None


def choose(devices: Sequence[Device], name: str, kind: str = INPUT) -> Device | None:
    """Return the device to listen to: the named one, or the default of a kind.

    Without a name a microphone is never a loopback: a server that has no microphone names one as
    its default.
    """
    if name not in FOLLOW_DEFAULT:
        return find(devices, name)
    fitting = [device for device in devices if device.kind == kind]
    if devices and devices[0].host_api == PULSE:
        # Hardware that the server does not offer is its own, or switched off on purpose.
        fitting = [device for device in fitting if device.host_api == PULSE]
    return next((device for device in fitting if device.is_default), next(iter(fitting), None))


def seek(name: str, kind: str) -> Device | None:
    """Return the device to listen to from all there are now; only on PortAudio's thread.

    It is quick where a sound server offers the device, or would if there were one.

    Raises:
        DeviceError: PortAudio is missing.
    """
    served = look_at_server() if portaudio.reaches_server() else None
    if served:
        device = choose(served, name, kind)
        if device is not None or name in FOLLOW_DEFAULT:
            return device
    return choose(look(), name, kind)


def _served(sources: list[pulse.PulseSource] | None) -> list[Device] | None:
    return None if sources is None else [_from_pulse(source) for source in sources]


def _names(device: Device) -> tuple[str, ...]:
    return (device.name, f"{device.name}, {device.host_api}", device.address or device.name)


def _recordable() -> list[Device]:
    port = loopback.port()
    return [] if port is None else [_from_speakers(found) for found in port.speakers()]


def _from_portaudio(found: portaudio.Input, rates: tuple[int, ...]) -> Device:
    records_output = found.name.startswith(_DRIVERS_OF_LOOPBACKS)
    return Device(
        name=found.name,
        host_api=found.host_api,
        channels=found.channels,
        default_rate=found.default_rate,
        is_default=found.is_default and not records_output,
        kind=LOOPBACK if records_output else INPUT,
        rates=rates,
    )


def _from_speakers(found: Speakers) -> Device:
    return Device(
        name=found.name,
        host_api=found.host_api,
        channels=found.channels,
        default_rate=found.rate,
        is_default=found.is_default,
        kind=LOOPBACK,
        rates=_own(found.rate),
    )


def _from_pulse(source: pulse.PulseSource) -> Device:
    return Device(
        name=source.description,
        host_api=PULSE,
        channels=source.channels,
        default_rate=source.rate,
        is_default=source.is_default,
        kind=LOOPBACK if source.is_monitor else INPUT,
        address=source.name,
        rates=_own(source.rate),
        condition=DeviceCondition(source.muted, source.volume, source.plays),
    )


def _own(rate: int) -> tuple[int, ...]:
    return tuple(known for known in _RATES if known == rate)
