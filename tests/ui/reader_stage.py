"""A child program of the tests: what a screen reader reads and hears besides the settings dialog.

The first argument is ``welcome``, for the first start, or ``captions``, for captions of which each
line on standard input has a flow: a list of ``["partial", text]`` and ``["committed", text]``.
"""

import asyncio
import json
import sys
from typing import Any

from captions.events import Committed, Partial
from captions.screen import Screen
from captions.settings import Settings
from captions.ui import loop
from captions.ui.places import Places
from captions.ui.welcome import Welcome

_KINDS = {"partial": Partial, "committed": Committed}


def tell(what: str, **more: Any) -> None:  # noqa: ANN401  # JSON
    """Write what happened, for the test to read."""
    sys.stdout.write(json.dumps({"what": what, **more}) + "\n")
    sys.stdout.flush()


def orders() -> asyncio.Queue[str]:
    """Return the lines of standard input as they come; an empty one is its end."""
    told: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.get_running_loop()
    running.add_reader(sys.stdin.fileno(), lambda: told.put_nowait(sys.stdin.readline()))
    return told


async def welcome() -> int:
    """Show the first start until standard input ends."""
    window = Welcome(Settings())
    window.show()
    tell("shown")
    await orders().get()
    return 0


async def captions() -> int:
    """Show captions of each flow until standard input ends."""
    screen = Screen(Settings(), Places())
    screen.open()
    tell("shown")
    told = orders()
    while line := await told.get():
        for kind, text in json.loads(line)["flow"]:
            screen.show(_KINDS[kind](text))
            await asyncio.sleep(0)
        tell("done")
    screen.close()
    return 0


if __name__ == "__main__":
    loop.application()
    raise SystemExit(loop.run({"welcome": welcome, "captions": captions}[sys.argv[1]]))
