"""``captions devices``: what this computer can listen to, and how loud it is."""

import json as json_module
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from captions.errors import UsageError
from captions.printable import printable

if TYPE_CHECKING:
    from captions.audio.devices import Device


class Heard(StrEnum):
    """What a meter listens to."""

    MIC = "mic"
    SYSTEM = "system"


_FIELDS = ("name", "host_api", "kind", "channels", "default_rate", "is_default", "rates")
"""What ``--json`` writes of a device; programs rely on these names."""


def devices(
    *,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON list.")] = False,
    meter: Annotated[
        bool, typer.Option("--meter", help="Show how loud it is, until Ctrl-C.")
    ] = False,
    device: Annotated[
        str, typer.Option(help="With --meter: the device, or a part of its name.")
    ] = "",
    source: Annotated[
        Heard, typer.Option(help="With --meter: the microphone, or what the computer plays.")
    ] = Heard.MIC,
) -> None:
    """List where sound can be had from, or show how loud one of them is."""
    if json and meter:
        raise UsageError("--json is for the list: leave out --meter.")
    if (device or source is Heard.SYSTEM) and not meter:
        raise UsageError("--device and --source are for --meter: add it, or leave them out.")
    if device and source is Heard.SYSTEM:
        raise UsageError("--device names what is heard: leave out --source.")
    # Only this command pays for opening PortAudio.
    if meter:
        from captions.cli.meter import show  # noqa: PLC0415

        show(device, computer=source is Heard.SYSTEM)
    else:
        from captions.audio.devices import list_devices  # noqa: PLC0415

        sys.stdout.write(_as_json(list_devices()) if json else _as_table(list_devices()))


def _as_json(found: "list[Device]") -> str:
    listed = [{field: getattr(device, field) for field in _FIELDS} for device in found]
    return json_module.dumps(listed) + "\n"


def _as_table(found: "list[Device]") -> str:
    """Return a line for each device, inputs first; a star marks the default of a kind."""
    names = {id(device): printable(device.name) for device in found}
    width = max(map(len, names.values()), default=0)
    lines = [
        f"{'*' if device.is_default else ' '} {names[id(device)]:{width}}  {device.kind:8}  "
        f"{_channels(device)}, {_rates(device)}  ({device.host_api})"
        for device in sorted(found, key=lambda device: device.kind)
    ]
    return "\n".join([*lines, *_missing(found), ""])


def _channels(device: "Device") -> str:
    return f"{device.channels} channel{'s' if device.channels != 1 else ''}"


def _rates(device: "Device") -> str:
    others = ", ".join(str(rate) for rate in device.rates if rate != device.default_rate)
    return f"{device.default_rate} Hz" + (f", also {others}" if others else "")


def _missing(found: "list[Device]") -> list[str]:
    """Return a sentence for each kind of which there is nothing, where something can be done."""
    from captions.audio import loopback  # noqa: PLC0415
    from captions.audio.devices import INPUT, LOOPBACK  # noqa: PLC0415

    kinds = {device.kind for device in found}
    port = loopback.port()
    sentences = []
    if INPUT not in kinds:
        sentences.append("No microphone was found: plug one in, and look again.")
    if LOOPBACK not in kinds and port is not None:
        sentences.append(port.ADVICE)
    return sentences
