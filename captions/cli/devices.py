"""``captions devices``: lists the audio devices, or shows the level of one."""

import json as json_module
import sys
from enum import StrEnum
from typing import Annotated

import typer

from captions.audio.device_list import INPUT, LOOPBACK, Device, list_devices
from captions.audio.loopback import loopback
from captions.cli.meter import show_meter
from captions.errors import UsageError
from captions.printable import make_printable

commands = typer.Typer(add_completion=False)


class MeterSource(StrEnum):
    """Source of the level meter."""

    MIC = "mic"
    SYSTEM = "system"


_JSON_FIELDS = ("name", "host_api", "kind", "channels", "default_rate", "is_default", "rates")
"""Fields of a device in the output of ``--json``, a stable interface for other programs."""


@commands.command()
def devices(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
    meter: Annotated[
        bool, typer.Option("--meter", help="Show the input level until you press Ctrl-C.")
    ] = False,
    device: Annotated[
        str, typer.Option(help="With --meter: name of the device, or part of it.")
    ] = "",
    source: Annotated[
        MeterSource, typer.Option(help="With --meter: the microphone or computer audio.")
    ] = MeterSource.MIC,
) -> None:
    """List the audio devices, or show the level of one of them."""
    if json and meter:
        raise UsageError("json_with_meter")
    if (device or source is MeterSource.SYSTEM) and not meter:
        raise UsageError("meter_required")
    if device and source is MeterSource.SYSTEM:
        raise UsageError("device_with_source")
    if meter:
        show_meter(device, computer=source is MeterSource.SYSTEM)
    else:
        sys.stdout.write(_as_json(list_devices()) if json else _as_table(list_devices()))


def _as_json(all_devices: list[Device]) -> str:
    listed = [{field: getattr(device, field) for field in _JSON_FIELDS} for device in all_devices]
    return json_module.dumps(listed) + "\n"


def _as_table(all_devices: list[Device]) -> str:
    """Return a line for each device, inputs first; an asterisk marks each default device."""
    names = {id(device): make_printable(device.name) for device in all_devices}
    width = max(map(len, names.values()), default=0)
    lines = [
        f"{'*' if device.is_default else ' '} {names[id(device)]:{width}}  {device.kind:8}  "
        f"{_format_channels(device)}, {_format_rates(device)}  ({device.host_api})"
        for device in sorted(all_devices, key=lambda device: device.kind)
    ]
    return "\n".join([*lines, *_missing_advice(all_devices), ""])


def _format_channels(device: Device) -> str:
    return f"{device.channels} channel{'s' if device.channels != 1 else ''}"


def _format_rates(device: Device) -> str:
    others = ", ".join(str(rate) for rate in device.rates if rate != device.default_rate)
    return f"{device.default_rate} Hz" + (f", also {others}" if others else "")


def _missing_advice(all_devices: list[Device]) -> list[str]:
    """Return a sentence for each kind of device that is missing and can be added."""
    kinds = {device.kind for device in all_devices}
    port = loopback.system_backend()
    sentences = []
    if INPUT not in kinds:
        sentences.append("No microphone is connected: connect one, and try again.")
    if LOOPBACK not in kinds and port is not None:
        sentences.append(str(port.ADVICE))
    return sentences
