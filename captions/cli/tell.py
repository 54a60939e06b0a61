"""``captions tell``: ask the running app for something, by a script or a desktop's own keys."""

import sys
from typing import Annotated

import msgspec
import typer

from captions import control
from captions.model.wishes import Answer, Wish


def tell(
    wish: Annotated[Wish, typer.Argument(metavar="WHAT", help="What to do; 'state' only asks.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Write all of the answer.")] = False,
) -> None:
    """Ask the running app for something, such as 'captions tell toggle-pause'.

    The answer says how the app is then. The exit code is 1 if it was not done, and 3 if the app is
    not running.
    """
    answer = control.ask(wish)
    if json:
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    elif answer.refusal:
        sys.stderr.write(f"captions: {answer.refusal}\n")
    else:
        sys.stdout.write("quitting\n" if wish is Wish.QUIT else f"{_line(answer)}\n")
    if answer.refusal:
        raise typer.Exit(1)


def _line(answer: Answer) -> str:
    """Return the answer in words: its state first, for status bars."""
    found = [answer.state]
    found += [] if answer.shown else ["hidden"]
    found += ["locked"] if answer.locked else []
    words = ", ".join(found)
    told = answer.detail if answer.state != "paused" else ""  # Which says the same again.
    return f"{words}: {told}" if told else words
