"""``captions devices``: the microphones and loopbacks of this computer."""

import dataclasses
import json as json_module
import sys
from typing import Annotated

import typer


def devices(
    *, json: Annotated[bool, typer.Option("--json", help="Write a JSON list.")] = False
) -> None:
    """List where sound can be had from."""
    # Only this command pays for opening PortAudio.
    from captions.audio.devices import list_devices  # noqa: PLC0415

    found = list_devices()
    if json:
        sys.stdout.write(json_module.dumps([dataclasses.asdict(item) for item in found]) + "\n")
        return
    if not found:
        sys.stdout.write("No microphone was found: plug one in, and look again.\n")
    for item in found:
        mark = "*" if item.is_default else " "
        channels = f"{item.channels} channel{'s' if item.channels != 1 else ''}"
        sys.stdout.write(
            f"{mark} {item.name}  ({item.kind}, {item.host_api}, {channels}, "
            f"{item.default_rate} Hz)\n"
        )
