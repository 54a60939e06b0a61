"""``captions control``: sends the running app a command, from a script or a desktop shortcut."""

import json as json_module
import os
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from captions.app import control_socket
from captions.cli.sentences import write_sentence
from captions.errors import UsageError
from captions.model.command import (
    COMMAND_WORDS,
    Command,
    CommandAnswer,
    CommandRequest,
    GetSetting,
    SetSetting,
)
from captions.printable import make_printable
from captions.settings.paths import as_toml, check_path, read_text
from captions.settings.source import LocationKind, parse_location

What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT", help=f"Command: {', '.join(COMMAND_WORDS)}. 'state' only prints the state."
    ),
]
Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help=("For 'get' and 'set': name of a setting, as in the settings file.")
    ),
]
Value = Annotated[
    str | None,
    typer.Argument(metavar="VALUE", help=("For 'set': new value, as in the settings file.")),
]
commands = typer.Typer(add_completion=False)

_CONTEXT_SETTINGS = {"ignore_unknown_options": True}
"""Lets a value begin with a hyphen."""


@commands.command(context_settings=_CONTEXT_SETTINGS)
def control(
    what: What,
    name: Name = "",
    value: Value = None,
    *,
    json: Annotated[
        bool,
        typer.Option("--json", help=("Print the full answer as JSON; for 'get', only the value.")),
    ] = False,
) -> None:
    """Send the running app a command, such as 'captions control toggle-pause'.

    'captions control get NAME' prints a setting, such as sound.source, and 'captions control set
    NAME VALUE' changes and saves it.

    The answer describes the state of the app. The exit code is 1 if the command was refused, 2 if
    a setting does not exist or does not accept the value, and 3 if the app is not running.
    """
    request = _parse_request(what, name, value)
    answer = control_socket.send_command(request)
    if answer.refusal and not (json and isinstance(request, Command)):
        write_sentence(sys.stderr, f"captions: {answer.refusal}")
    elif isinstance(request, GetSetting):
        text = _as_json(answer.value) if json else make_printable(as_toml(answer.value))
        sys.stdout.write(f"{text}\n")
    elif json:
        sys.stdout.write(f"{_as_json(answer)}\n")
    else:
        sys.stdout.write("quitting\n" if request is Command.QUIT else f"{_format_answer(answer)}\n")
    if answer.refusal:
        raise typer.Exit(1)


def _parse_request(what: str, name: str, value: str | None) -> CommandRequest:
    """Return the request given by the arguments of the command line.

    Raises:
        UsageError: the arguments do not fit together, or the setting does not accept the value.
    """
    if what not in COMMAND_WORDS:
        raise UsageError("command_unknown", command=what, commands=", ".join(COMMAND_WORDS))
    match what, name, value:
        case (("get" | "set"), "", _):
            raise UsageError("setting_name_required", command=what)
        case "get", _, None:
            check_path(name)
            return GetSetting(name)
        case "set", _, None:
            raise UsageError("setting_value_required", setting=name)
        case "set", _, str():
            return SetSetting(name, _check_encodable(_read_value(name, value)))
        case _, "", None:
            return Command(what)
        case _:
            raise UsageError("command_takes_nothing_more", command=what)


def _as_json(value: object) -> str:
    """Return ASCII-only JSON, which contains no terminal control characters."""
    return json_module.dumps(msgspec.to_builtins(value))


def _read_value(name: str, text: str) -> object:
    """Return the value of a setting; its paths are absolute, as the app runs in another folder.

    Raises:
        UsageError: the setting does not exist, or does not accept the value.
    """
    value = read_text(name, text)
    match name, value:
        case "sound.source", str() if _is_file(value):
            return str(Path(value).absolute())
        case "history.write", tuple():
            return tuple(map(_absolute_path, value))
        case _:
            return value


def _is_file(text: str) -> bool:
    return parse_location(text) is LocationKind.PATH and Path(text).is_file()


def _absolute_path(path: str) -> str:
    return str(Path(os.path.expanduser(path)).absolute())  # noqa: PTH111  # This one never fails.


def _check_encodable(value: object) -> object:
    """Return the value if it can be sent.

    Raises:
        UsageError: the value contains bytes that are not text.
    """
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise UsageError("value_not_text") from error
    return value


def _format_answer(answer: CommandAnswer) -> str:
    """Return the answer as a line of text that starts with the state, for status bars."""
    flags = [answer.state]
    flags += [] if answer.shown else ["hidden"]
    flags += ["locked"] if answer.locked else []
    words = ", ".join(flags)
    detail = answer.detail if answer.state != "paused" else ""  # The detail only repeats the state.
    return make_printable(f"{words}: {detail}" if detail else words)
