"""``captions tell``: ask the running app for something, by a script or a desktop's own keys."""

import json as json_module
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from captions import control
from captions.errors import UsageError
from captions.model.wishes import WORDS, Answer, GetSetting, Question, SetSetting, Wish
from captions.paths import as_toml, check_path, read_text
from captions.printable import printable

What = Annotated[
    str,
    typer.Argument(metavar="WHAT", help=f"What to do: {', '.join(WORDS)}. 'state' only asks."),
]
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="For 'get' and 'set': a setting, as in the file.")
]
Value = Annotated[
    str | None, typer.Argument(metavar="VALUE", help="For 'set': its value, as in the file.")
]
OPTIONS = {"ignore_unknown_options": True}
"""A value may begin with a hyphen."""


def tell(
    what: What,
    name: Name = "",
    value: Value = None,
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Write all of the answer; of 'get', the value.")
    ] = False,
) -> None:
    """Ask the running app for something, such as 'captions tell toggle-pause'.

    'captions tell get NAME' writes a setting, such as sound.source, and 'captions tell set NAME
    VALUE' changes and saves it.

    The answer says how the app is then. The exit code is 1 if it was not done, 2 if a setting does
    not exist or does not accept the value, and 3 if the app is not running.
    """
    question = _question(what, name, value)
    answer = control.ask(question)
    if answer.refusal and not (json and isinstance(question, Wish)):
        sys.stderr.write(f"captions: {printable(answer.refusal)}\n")
    elif isinstance(question, GetSetting):
        text = _as_json(answer.value) if json else printable(as_toml(answer.value))
        sys.stdout.write(f"{text}\n")
    elif json:
        sys.stdout.write(f"{_as_json(answer)}\n")
    else:
        sys.stdout.write("quitting\n" if question is Wish.QUIT else f"{_line(answer)}\n")
    if answer.refusal:
        raise typer.Exit(1)


def _question(what: str, name: str, value: str | None) -> Question:
    """Return what the words of the command line ask for.

    Raises:
        UsageError: they do not fit together, or the setting does not accept the value.
    """
    if what not in WORDS:
        raise UsageError(f"'{what}' cannot be asked for: choose one of {', '.join(WORDS)}.")
    match what, name, value:
        case (("get" | "set"), "", _):
            raise UsageError(f"Name a setting, such as 'captions tell {what} sound.source'.")
        case "get", _, None:
            check_path(name)
            return GetSetting(name)
        case "set", _, None:
            raise UsageError(f"Give a value: 'captions tell set {name} VALUE'.")
        case "set", _, str():
            return SetSetting(name, _encodable(read_text(name, _absolute(name, value))))
        case _, "", None:
            return Wish(what)
        case _:
            raise UsageError(f"'{what}' takes nothing more: leave out what follows it.")


def _as_json(value: object) -> str:
    """Return JSON in ASCII, which no terminal obeys."""
    return json_module.dumps(msgspec.to_builtins(value))


def _absolute(name: str, text: str) -> str:
    """Return the whole path of a recording: the app runs in another folder than the script."""
    is_file = name == "sound.source" and "://" not in text and Path(text).is_file()
    return str(Path(text).absolute()) if is_file else text


def _encodable(value: object) -> object:
    """Return a value that can be sent.

    Raises:
        UsageError: it holds bytes that are no text.
    """
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise UsageError("The value holds bytes that are no text: choose another name.") from error
    return value


def _line(answer: Answer) -> str:
    """Return the answer in words: its state first, for status bars."""
    found = [answer.state]
    found += [] if answer.shown else ["hidden"]
    found += ["locked"] if answer.locked else []
    words = ", ".join(found)
    told = answer.detail if answer.state != "paused" else ""  # Which says the same again.
    return printable(f"{words}: {told}" if told else words)
