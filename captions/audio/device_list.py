"""Lists capture devices and their condition, and finds the device that a user names."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

from captions.audio.devices import portaudio, pulse
from captions.audio.loopback import loopback
from captions.audio.loopback.speakers import SpeakerDevice
from captions.events import DeviceCondition
from captions.protocol.options import AudioFormat

PULSE = "PulseAudio"
"""Host API name of the devices that a PulseAudio or PipeWire server offers."""

FOLLOW_DEFAULT = ("", "default", "pulse")
"""Device names that mean the system's default device."""

INPUT = "input"
LOOPBACK = "loopback"

_POLL_SECONDS = 1.0
"""Polling interval in seconds where no sound server reports the changes of all devices."""
_LOOPBACK_DRIVERS = ("BlackHole", "Soundflower", "Stereo Mix")
"""Name prefixes of inputs that record what the computer plays."""
_RATES = sorted({item.rate for item in AudioFormat})


@dataclass(frozen=True, slots=True)
class Device:
    """A capture device; its name and host API stay the same when it is reconnected."""

    name: str
    host_api: str
    channels: int
    default_rate: int
    """Sample rate in Hz."""
    is_default: bool
    """True if it is the default device of its kind."""
    kind: str
    """``input``: a microphone or a line input; ``loopback``: what an output plays."""
    address: str = ""
    """Name on the sound server; empty without one."""
    rates: tuple[int, ...] = ()
    """Sample rates of the protocol, in Hz, that the device supports without conversion."""
    condition: DeviceCondition | None = field(default=None, compare=False)
    """Condition when the device was listed; None if the system does not report it."""
    output: str = field(default="", compare=False)
    """Name of the output that the device records, if its own name is one that no desktop shows."""

    @property
    def title(self) -> str:
        """Name of the device as the desktop's settings show it."""
        return self.output or self.name


def list_devices() -> list[Device]:
    """List all capture devices and their rates, the sound server's devices first.

    Raises:
        DeviceError: PortAudio is missing.
    """
    return portaudio.SYSTEM.run_blocking(lambda: scan_devices(with_rates=True))


async def watch_devices() -> AsyncGenerator[list[Device], None]:
    """Yield the list of devices, and again after each change.

    A sound server reports changes. Elsewhere PortAudio can scan only while none of its streams is
    open. A device that is plugged in before appears after the next pause. `Device.rates` is
    empty for devices that no server offers, because testing rates takes time.

    Raises:
        DeviceError: PortAudio is missing.
    """
    yielded: list[Device] | None = None
    with pulse.DeviceListing() as listing:
        while True:
            devices = await portaudio.SYSTEM.run(scan_devices)
            if devices != yielded:
                yielded = devices
                yield devices
            served = [device for device in devices if device.host_api == PULSE]
            lists_agree = served == _server_devices(listing.sources)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None if lists_agree else _POLL_SECONDS):
                    await listing.wait_for_change()


async def watch_server_devices() -> AsyncGenerator[list[Device] | None, None]:
    """Yield the sound server's devices, and again after each change; None once it has ended.

    Nothing is yielded until a server is running.
    """
    with pulse.DeviceListing() as listing:
        while True:
            await listing.wait_for_change()
            yield _server_devices(listing.sources)


def scan_devices(*, with_rates: bool = False) -> list[Device]:
    """List devices like `list_devices`, on PortAudio's thread.

    ``with_rates`` also tests the rates of PortAudio's own devices, which takes time.

    Raises:
        DeviceError: PortAudio is missing.
    """
    portaudio.SYSTEM.refresh_devices()
    inputs = portaudio.list_inputs()
    served = list_server_devices() if portaudio.offers_sound_server() else None
    if served is not None:
        # ALSA's other names lead to the same server; only real hardware adds devices.
        inputs = [item for item in inputs if "(hw:" in item.name]
    listed = [
        _from_portaudio(item, portaudio.supported_rates(item, _RATES) if with_rates else ())
        for item in inputs
    ]
    return listed + _loopback_devices() if served is None else served + listed


def list_server_devices() -> list[Device] | None:
    """List the sound server's devices, which is fast; None without a server."""
    return _server_devices(pulse.list_sources())


def find_device(devices: Sequence[Device], name: str) -> Device | None:
    """Return the device that a user names; None if no device matches, or several do.

    An exact match wins over one that ignores case, and that wins over a part of the name. If
    several host APIs share a name, the first one wins; "name, host API" selects another.
    """
    folded = name.casefold()
    matchers: tuple[Callable[[Device], bool], ...] = (
        lambda device: name in _accepted_names(device),
        lambda device: folded in {text.casefold() for text in _accepted_names(device)},
        lambda device: folded in device.name.casefold(),
    )
    for matcher in matchers:
        matches = [device for device in devices if matcher(device)]
        if matches:
            return matches[0] if len({device.name for device in matches}) == 1 else None
    return None


def choose_device(devices: Sequence[Device], name: str, kind: str = INPUT) -> Device | None:
    """Return the device to capture: the named one, or the default of a kind.

    Without a name, a microphone is never a loopback device. A server without a microphone reports a
    monitor as its default source.
    """
    if name not in FOLLOW_DEFAULT:
        return find_device(devices, name)
    matches = [device for device in devices if device.kind == kind]
    if devices and devices[0].host_api == PULSE:
        # Hardware that the server does not offer is in use by it, or disabled on purpose.
        matches = [device for device in matches if device.host_api == PULSE]
    return next((device for device in matches if device.is_default), next(iter(matches), None))


def locate_device(name: str, kind: str) -> Device | None:
    """Return the connected device to capture, on PortAudio's thread.

    This is fast if a sound server offers the device, or if its default device is wanted.

    Raises:
        DeviceError: PortAudio is missing.
    """
    served = list_server_devices() if portaudio.offers_sound_server() else None
    if served:
        device = choose_device(served, name, kind)
        if device is not None or name in FOLLOW_DEFAULT:
            return device
    return choose_device(scan_devices(), name, kind)


def _server_devices(sources: list[pulse.PulseSource] | None) -> list[Device] | None:
    return None if sources is None else [_from_pulse(source) for source in sources]


def _accepted_names(device: Device) -> tuple[str, ...]:
    return (device.name, f"{device.name}, {device.host_api}", device.address or device.name)


def _loopback_devices() -> list[Device]:
    backend = loopback.system_backend()
    return (
        []
        if backend is None
        else [_from_speakers(speakers) for speakers in backend.list_speakers()]
    )


def _from_portaudio(device: portaudio.InputDevice, rates: tuple[int, ...]) -> Device:
    records_output = device.name.startswith(_LOOPBACK_DRIVERS)
    return Device(
        name=device.name,
        host_api=device.host_api,
        channels=device.channels,
        default_rate=device.default_rate,
        is_default=device.is_default and not records_output,
        kind=LOOPBACK if records_output else INPUT,
        rates=rates,
    )


def _from_speakers(speakers: SpeakerDevice) -> Device:
    return Device(
        name=speakers.name,
        host_api=speakers.host_api,
        channels=speakers.channels,
        default_rate=speakers.rate,
        is_default=speakers.is_default,
        kind=LOOPBACK,
        rates=_native_rates(speakers.rate),
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
        rates=_native_rates(source.rate),
        condition=DeviceCondition(source.muted, source.volume, source.is_playing),
        output=source.title if source.is_monitor else "",
    )


def _native_rates(rate: int) -> tuple[int, ...]:
    return tuple(known for known in _RATES if known == rate)
