"""``captions outputs``: lists the outputs of the running app."""

import json as json_module
import sys
from typing import Annotated, Any

import typer

from captions.app import control_socket
from captions.model.command import ListOutputs
from captions.printable import make_printable

commands = typer.Typer(add_completion=False)

_COLUMNS = ("kind", "state", "sent", "dropped", "address")


@commands.command()
def outputs(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
    secrets: Annotated[
        bool,
        typer.Option(
            "--secrets",
            help="Print whole addresses. Anyone who knows one can read or send captions.",
        ),
    ] = False,
) -> None:
    """List where the running app sends captions, and whether it works.

    For each output: its state (off, connecting, running, waiting or failed), the sentences it has
    sent and dropped, and its address. The exit code is 3 if the app is not running.
    """
    listed = control_socket.send_command(ListOutputs(secrets)).value
    sys.stdout.write(f"{json_module.dumps(listed)}\n" if json else _as_table(listed))


def _as_table(listed: list[dict[str, Any]]) -> str:
    """Return a line for each output, with a second one if its state has a reason."""
    rows = [_COLUMNS, *(tuple(str(item[name]) for name in _COLUMNS) for item in listed)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    lines = []
    for row, item in zip(rows, [{}, *listed], strict=True):
        cells = (make_printable(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
        if item.get("detail"):
            lines.append(f"  {make_printable(item['detail'])}")
    return "\n".join(lines) + "\n"
