"""Shows the other windows that a screen reader reads besides the settings dialog; a program.

The first argument is ``welcome``, for the dialog of the first start, or ``captions``. For captions,
each line on standard input is a list of events: ``["partial", text]`` or ``["committed", text]``.
"""

import asyncio
import json
import sys

from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.events import Committed, Partial
from captions.settings.schema import Settings
from captions.ui.eventloop import loop
from captions.ui.overlay.saved_positions import SavedPositions
from captions.ui.welcome.welcome import WelcomeDialog
from tests.support.ui.json_commands import report_event

_KINDS = {"partial": Partial, "committed": Committed}


def orders() -> asyncio.Queue[str]:
    """Return a queue of the lines of standard input; an empty string is its end."""
    told: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.get_running_loop()
    running.add_reader(sys.stdin.fileno(), lambda: told.put_nowait(sys.stdin.readline()))
    return told


async def welcome() -> int:
    """Show the dialog of the first start until standard input ends."""
    window = WelcomeDialog(Settings())
    window.show()
    report_event("shown")
    await orders().get()
    return 0


async def captions() -> int:
    """Show captions of each list of events until standard input ends."""
    screen = OverlayPresenter(Settings(), SavedPositions())
    screen.open()
    report_event("shown")
    told = orders()
    while line := await told.get():
        for kind, text in json.loads(line)["flow"]:
            screen.show_speech(_KINDS[kind](text))
            await asyncio.sleep(0)
        report_event("done")
    screen.close()
    return 0


if __name__ == "__main__":
    loop.get_application()
    raise SystemExit(loop.run({"welcome": welcome, "captions": captions}[sys.argv[1]]))
