"""Loads the module of a command when the command is used, so that the program starts quickly."""

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typing_extensions import override

if TYPE_CHECKING:
    from typer._click.core import Command, Context


class CommandModule(NamedTuple):
    """The module of a command, which contains its `typer.Typer` as ``commands``."""

    module: str
    summary: str
    """First sentence of the command's help, shown without loading the module."""
    hidden: bool = False
    """True for an old name of a command, which the help does not list."""


_CONTROL = CommandModule(
    "captions.cli.running.control",
    "Send the running app a command, such as 'captions control toggle-pause'.",
)
COMMAND_MODULES = {
    "devices": CommandModule(
        "captions.cli.devices", "List the audio devices, or show the level of one of them."
    ),
    "doctor": CommandModule(
        "captions.cli.doctor.commands",
        "Report what is missing for live captions, and which recogniser suits this computer.",
    ),
    "control": _CONTROL,
    "tell": _CONTROL._replace(hidden=True),
    "serve": CommandModule(
        "captions.cli.serve",
        "Serve on-device speech recognition over the ElevenLabs realtime protocol.",
    ),
    "transcribe": CommandModule(
        "captions.cli.transcribe",
        "Transcribe a recording on this computer or with a speech server.",
    ),
    "history": CommandModule(
        "captions.cli.history.commands",
        "List, show, search, export, rename and delete saved transcripts.",
    ),
    "outputs": CommandModule(
        "captions.cli.running.outputs",
        "List where the running app sends captions, and whether it works.",
    ),
    "models": CommandModule(
        "captions.cli.models", "List, download, import, measure and remove speech models."
    ),
}
"""The commands by name, in the order in which the help lists them."""


class LazyCommand(TyperCommand):
    """Placeholder for a command until it is used."""

    def __init__(self, name: str, source: CommandModule) -> None:
        super().__init__(name, help=source.summary, hidden=source.hidden)
        self._source = source

    def load(self) -> "Command":
        """Import the module, and return the command."""
        return typer.main.get_command(importlib.import_module(self._source.module).commands)

    @override
    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: "Context | None" = None,
        **extra: Any,
    ) -> "Context":
        return self.load().make_context(info_name, args, parent, **extra)


def make_program(app: typer.Typer) -> TyperGroup:
    """Return the program: an app with a `LazyCommand` for each entry of `COMMAND_MODULES`."""
    group = typer.main.get_group(app)
    for name, source in COMMAND_MODULES.items():
        group.add_command(LazyCommand(name, source))
    return group
