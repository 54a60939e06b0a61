"""Which devices can be listened to, and which of them a user's text means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from captions.audio import portaudio, pulse

PULSE = "PulseAudio"
"""Host API of the devices that a PulseAudio or PipeWire server offers."""

FOLLOW_DEFAULT = ("", "default", "pulse")
"""Names that mean whatever the system has as its default microphone."""


@dataclass(frozen=True, slots=True)
class Device:
    """Something that can be listened to; its name and host API stay when it is plugged in again."""

    name: str
    host_api: str
    channels: int
    default_rate: int
    """Samples a second."""
    is_default: bool
    kind: str
    """``input``: a microphone or a line; ``loopback``: what an output plays."""
    address: str = ""
    """What the sound server calls it, where there is one."""


def list_devices() -> list[Device]:
    """List everything that can be listened to, the sound server's devices first.

    Raises:
        DeviceError: PortAudio is missing.
    """
    return portaudio.call(look)


def look() -> list[Device]:
    """Like `list_devices`, on PortAudio's thread already.

    Raises:
        DeviceError: PortAudio is missing.
    """
    portaudio.refresh()
    found = portaudio.inputs()
    served = look_at_server() if any(item.name == "pulse" for item in found) else None
    if served is None:
        return [_from_portaudio(item) for item in found]
    # ALSA's other names are detours to the same server; only real hardware adds to its list.
    return served + [_from_portaudio(item) for item in found if "(hw:" in item.name]


def look_at_server() -> list[Device] | None:
    """List the sound server's devices alone, which is quick; None without a server."""
    sources = pulse.sources()
    return None if sources is None else [_from_pulse(source) for source in sources]


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


def choose(devices: Sequence[Device], name: str) -> Device | None:
    """Return the device to listen to: the named one, or the default microphone.

    Without a name it is never a loopback: a server that has no microphone names one as its default.
    """
    if name not in FOLLOW_DEFAULT:
        return find(devices, name)
    inputs = [device for device in devices if device.kind == "input"]
    if devices and devices[0].host_api == PULSE:
        # Hardware that the server does not offer is its own, or switched off on purpose.
        inputs = [device for device in inputs if device.host_api == PULSE]
    return next((device for device in inputs if device.is_default), next(iter(inputs), None))


def _names(device: Device) -> tuple[str, ...]:
    return (device.name, f"{device.name}, {device.host_api}", device.address or device.name)


def _from_portaudio(found: portaudio.Input) -> Device:
    return Device(
        name=found.name,
        host_api=found.host_api,
        channels=found.channels,
        default_rate=found.default_rate,
        is_default=found.is_default,
        kind="input",
    )


def _from_pulse(source: pulse.PulseSource) -> Device:
    return Device(
        name=source.description,
        host_api=PULSE,
        channels=source.channels,
        default_rate=source.rate,
        is_default=source.is_default,
        kind="loopback" if source.is_monitor else "input",
        address=source.name,
    )
