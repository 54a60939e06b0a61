"""The overlay in a process with all outputs, which are off and on in turn.

Command line: ``overlay_process frames OPTIONS``, as in `tests.benchmarks.window.process`; the
options are the ``seconds`` of a turn, the number of ``turns`` and the size of the ``crowd``. It
prints what `frames` has found as lists by state: ``off``, ``on`` with one reader of each page, and
``crowd`` with that many readers of the audience page.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from captions.app.outputs.destinations import make_destination
from captions.app.outputs.running_outputs import RunningOutputs
from captions.app.presenting.overlay_presenter import OverlayPresenter
from captions.events import Committed, Speech
from captions.history.data_folder import FOLDER_VARIABLE
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.destination import OutputKind, OutputState
from captions.settings.paths import with_value
from captions.settings.schema import AppearanceSettings, CaptionSettings, Settings
from captions.ui.eventloop import loop
from captions.ui.overlay.saved_positions import SavedPositions
from tests.benchmarks.window.process import Found, frames
from tests.support.servers.running_page import free_port

_READY_SECONDS = 60.0
_SETTLE_SECONDS = 2.0
"""Time after a change that is not measured, because programs still start or end."""
_POLL_SECONDS = 0.05
_TIMED_READERS = 20
"""Readers of a crowd that look at once, so that the crowd itself uses little processor time."""


async def measure(seconds: float, turns: int, crowd: int) -> dict[str, list[Found]]:
    """Time events until they are painted, in each state in turn."""
    readers = {"on": 1, "crowd": crowd}
    found: dict[str, list[Found]] = {"off": [], **{state: [] for state in readers}}
    async with _stand_ins() as obs:
        settings = _make_settings(obs)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            os.environ[FOLDER_VARIABLE] = folder
            screen = OverlayPresenter(settings, SavedPositions(Path(folder) / "places.json"))
            screen.open()
            for _ in range(turns):
                await asyncio.sleep(_SETTLE_SECONDS)
                found["off"].append(await frames(screen, seconds))
                for state, count in readers.items():
                    async with _running(settings, count) as outputs:
                        found[state].append(
                            await frames(
                                screen, seconds, lambda event: _show(event, screen, outputs)
                            )
                        )
            screen.close()
    return found


def _show(event: Speech, screen: OverlayPresenter, outputs: RunningOutputs) -> None:
    """Show speech as the app does."""
    screen.show_speech(event)
    asyncio.get_running_loop().call_soon(outputs.show_speech, event)
    if isinstance(event, Committed):
        outputs.add_segment(TranscriptSegment(text=event.text, start=0.0, end=1.0))


def _make_settings(obs: str) -> Settings:
    settings = Settings(
        appearance=AppearanceSettings(font_px=72),
        captions=CaptionSettings(rows=3, row_percent=90),
    )
    values: dict[str, object] = {f"{kind}.enabled": True for kind in OutputKind}
    values |= {"page.port": free_port(), "audience.port": free_port()}
    values |= {"obs.address": obs, "obs.stream_captions": True, "webhook.partials": True}
    for name, value in values.items():
        settings = with_value(settings, f"outputs.{name}", value)
    return settings


@asynccontextmanager
async def _running(settings: Settings, crowd: int) -> AsyncIterator[RunningOutputs]:
    """Run all outputs, with one reader of the overlay page and a crowd on the audience page.

    Raises:
        RuntimeError: an output does not run.
    """
    changed = asyncio.Event()
    outputs = RunningOutputs(settings, make_destination, changed.set)
    outputs.open()
    try:
        await _wait_until_running(outputs)
        addresses = {
            report.kind: report.address for report in outputs.list_reports(with_secrets=True)
        }
        async with (
            _reader(addresses[OutputKind.PAGE], 1),
            _reader(addresses[OutputKind.AUDIENCE], crowd),
        ):
            await asyncio.sleep(_SETTLE_SECONDS)
            yield outputs
    finally:
        await outputs.close()


async def _wait_until_running(outputs: RunningOutputs) -> None:
    end = asyncio.get_running_loop().time() + _READY_SECONDS
    while waiting := [
        report
        for report in outputs.list_reports()
        if report.status.state is not OutputState.RUNNING
    ]:
        if asyncio.get_running_loop().time() > end:
            raise RuntimeError(f"{waiting[0].kind}: {waiting[0].status.detail}")
        await asyncio.sleep(_POLL_SECONDS)


@asynccontextmanager
async def _reader(address: str, count: int) -> AsyncIterator[None]:
    """Read a page with that many connections."""
    parts = urlsplit(address)
    path = f"{parts.path}/socket?{parts.query}"
    timed = min(count, _TIMED_READERS)
    async with _child("page_readers", str(parts.port), path, str(count), str(timed)):
        yield


@asynccontextmanager
async def _stand_ins() -> AsyncIterator[str]:
    """Run OBS and the platforms; yield the address of OBS."""
    async with _child("stand_ins") as line:
        environment = json.loads(line)
        obs = str(environment.pop("obs"))
        os.environ.update(environment)
        yield obs


@asynccontextmanager
async def _child(module: str, *arguments: str) -> AsyncIterator[bytes]:
    """Run a module of this package; yield its first line."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.benchmarks.outputs.{module}", *arguments),
        stdin=pipe,
        stdout=pipe,
        limit=1 << 24,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        yield await process.stdout.readline()
        process.stdin.close()
        await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def main() -> int:
    """Measure, and print what was found."""
    print(json.dumps(await measure(**json.loads(sys.argv[2]))))
    return 0


if __name__ == "__main__":
    sys.exit(loop.run(main))
