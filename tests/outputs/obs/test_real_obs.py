"""The output with the real OBS: its picture, its stream, a wrong password, and its end."""

import asyncio
import base64
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from captions.backoff import Backoff
from captions.model.rows import Row, TextRun
from captions.outputs.caption_state import CaptionState
from captions.outputs.destination import OutputState
from captions.outputs.obs.caption_pacer import CLEAR_SECONDS
from captions.outputs.obs.client import ObsClient, ObsLogin, open_obs
from captions.outputs.obs.obs_output import ObsDestination
from captions.outputs.obs.sources import SetupResult, set_up, set_up_text
from captions.outputs.output_queue import OutputQueue
from captions.outputs.output_runner import OutputRunner
from captions.outputs.text_widths import estimate_width
from captions.settings.outputs import ObsSettings
from tests.conftest import on_loop
from tests.support.obs.caption_reader import read_captions
from tests.support.obs.obs_program import CANVAS, PASSWORD, ObsProgram, find_missing
from tests.support.obs.stream_listener import recording_stream
from tests.support.virtual_screen import Picture, VirtualScreen

pytestmark = [
    pytest.mark.skipif(bool(find_missing()), reason=find_missing() or "everything is installed"),
    pytest.mark.screen,
]


_LIMIT = 60.0
"""Timeout in seconds until words are on the canvas."""
_READING_SECONDS = 0.6
"""Time between two captions, longer than that between two that are sent."""


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObsProgram]:
    folder = tmp_path_factory.mktemp("obs")
    with VirtualScreen(*CANVAS) as screen, ObsProgram(folder, screen.environment) as program:
        yield program


async def read_password() -> str:
    return PASSWORD


async def no_page() -> str:
    pytest.fail("The OBS of Debian has no browser.")


@asynccontextmanager
async def connected(obs: ObsProgram) -> AsyncIterator[ObsClient]:
    async with open_obs(ObsLogin(obs.url, read_password)) as client:
        yield client


class Box(NamedTuple):
    """Edges in pixels."""

    left: int
    top: int
    right: int
    bottom: int


class RunningOutput:
    """The output, which runs."""

    def __init__(self, obs: ObsProgram, *, stream: bool = False, password: str = PASSWORD) -> None:
        async def read() -> str:
            return self.password

        self.password = password
        self.queue = OutputQueue()
        self._changed = asyncio.Event()
        settings = ObsSettings(address=obs.url, stream_captions=stream)
        destination = ObsDestination(settings, read)
        self.runner = OutputRunner(destination, self.queue, self._changed.set, Backoff(0.05))

    def show(self, *texts: str) -> None:
        """Show rows on all screens."""
        rows = tuple(Row((TextRun(text, settled=True),)) for text in texts)
        self.queue.put_state(CaptionState((rows, rows)))

    async def wait_for(self, state: OutputState, code: str | None = None) -> None:
        """Wait until the output is in a state with a message."""
        while (self.runner.status.state, self.code) != (state, code):
            self._changed.clear()
            await self._changed.wait()

    @property
    def code(self) -> str | None:
        """Code of the present message."""
        detail = self.runner.status.detail
        return None if detail is None else detail.code


@asynccontextmanager
async def running(output: RunningOutput) -> AsyncIterator[RunningOutput]:
    task = asyncio.create_task(output.runner.run())
    try:
        yield output
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def take_picture(client: ObsClient) -> Picture:
    """Return the canvas, with what is behind the captions."""
    answer = await client.send_request("GetSourceScreenshot", sourceName="Scene", imageFormat="png")
    return await asyncio.to_thread(decode_png, base64.b64decode(answer["imageData"].split(",")[1]))


def decode_png(data: bytes) -> Picture:
    """Return the pixels of a picture over black."""
    done = subprocess.run(
        ("convert", "png:-", "-background", "black", "-flatten", "-depth", "8", "rgb:-"),
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return np.frombuffer(done.stdout, np.uint8).reshape(CANVAS[1], CANVAS[0], 3)


async def wait_for_letters(client: ObsClient, wanted: Callable[[Box | None], bool]) -> Box:
    """Wait until the white letters on the canvas are where they should be.

    Returns:
        Their box; one without a size if there are no letters.
    """
    async with asyncio.timeout(_LIMIT):
        box = find_letters(await take_picture(client))
        while not wanted(box):
            box = find_letters(await take_picture(client))
    return box or Box(0, 0, 0, 0)


def find_letters(picture: Picture) -> Box | None:
    """Return the box around all white pixels; `None` if there are none."""
    rows, columns = np.nonzero((picture > 240).all(axis=2))
    if not rows.size:
        return None
    return Box(*(int(edge) for edge in (columns.min(), rows.min(), columns.max(), rows.max())))


def is_there(box: Box | None) -> bool:
    return box is not None


def is_gone(box: Box | None) -> bool:
    return box is None


def test_text_source_shows_the_words_and_is_empty_at_the_end(obs: ObsProgram) -> None:
    async def work() -> None:
        async with connected(obs) as client:
            done = await set_up(client, no_page, "Captions")
            assert not done.is_browser
            again = await set_up(client, no_page, "Captions")
            assert again.result is SetupResult.PRESENT
            async with running(RunningOutput(obs)) as output:
                output.show("The first row of words")
                one = await wait_for_letters(client, is_there)
                assert one.left == pytest.approx(0.05 * CANVAS[0], abs=10)
                assert one.right < 0.95 * CANVAS[0]
                assert CANVAS[1] * 0.85 < one.top < one.bottom <= CANVAS[1] * 0.96
                output.show("The first row of words", "and another one")
                two = await wait_for_letters(client, lambda box: box is not None and box != one)
                assert two.top < one.top - 20
                assert two.bottom == pytest.approx(one.bottom, abs=15)
            await wait_for_letters(client, is_gone)

    on_loop(work())


@pytest.mark.parametrize(
    "letters", ["the quick brown fox jumps over ", "MAMMALS SWIM, ", "illicit "]
)
def test_rows_of_the_usual_width_are_not_wrapped(obs: ObsProgram, letters: str) -> None:
    row = next(
        text for end in range(200, 0, -1) if estimate_width(text := (letters * 20)[:end]) <= 42
    )

    async def work() -> None:
        async with connected(obs) as client, running(RunningOutput(obs)) as output:
            await set_up_text(client, "Captions")
            output.show(row)
            box = await wait_for_letters(client, is_there)
            assert box.bottom - box.top < CANVAS[1] / 14
            assert box.right <= 0.95 * CANVAS[0] + 2

    on_loop(work())


def test_captions_arrive_in_the_stream(obs: ObsProgram, tmp_path: Path) -> None:
    file, second = tmp_path / "stream.flv", "y" * 25

    async def work() -> None:
        async with connected(obs) as client, running(RunningOutput(obs, stream=True)) as output:
            await set_up_text(client, "Captions")
            output.show("before the stream")
            await output.wait_for(OutputState.RUNNING, "obs_stream_awaited")
            with recording_stream(file) as listener:
                await client.send_request("SetStreamServiceSettings", **listener.service)
                await client.send_request("StartStream")
                await output.wait_for(OutputState.RUNNING)
                for text in ("don't … 5 €", "漢字 Ärger, café", "x" * 25, "last words"):
                    await asyncio.sleep(_READING_SECONDS)
                    output.show(text, second)
                await asyncio.sleep(CLEAR_SECONDS + _READING_SECONDS)
                await client.send_request("StopStream")
                await asyncio.to_thread(listener.wait)

    on_loop(work())
    seen = ["\n".join(row.rstrip() for row in text.split("\n")) for text in read_captions(file)]
    assert seen == [
        "before the stream",
        f"don\u2019t ... 5 EUR\n{second}",
        f"Ärger, café\n{second}",
        f"{'x' * 25}\n{second}",
        f"last words\n{second}",
        "",
    ]


def test_other_scene_collection_is_followed(obs: ObsProgram) -> None:
    async def work() -> None:
        async with connected(obs) as client, running(RunningOutput(obs)) as output:
            await set_up_text(client, "Captions")
            await output.wait_for(OutputState.RUNNING)
            await client.send_request("CreateSceneCollection", sceneCollectionName="Other")
            await output.wait_for(OutputState.WAITING, "obs_source_missing")
            output.show("Said meanwhile")
            await client.send_request("SetCurrentSceneCollection", sceneCollectionName="Untitled")
            await output.wait_for(OutputState.RUNNING)
            await wait_for_letters(client, is_there)

    on_loop(work())


def test_wrong_password_fails_until_it_is_changed(obs: ObsProgram) -> None:
    async def work() -> None:
        async with running(RunningOutput(obs, password="wrong")) as output:  # noqa: S106
            await output.wait_for(OutputState.FAILED, "obs_password_wrong")
            async with connected(obs) as client:
                await set_up_text(client, "Captions")
            output.password = PASSWORD
            output.runner.retry()
            await output.wait_for(OutputState.RUNNING)

    on_loop(work())


def test_obs_that_is_killed_and_starts_later_shows_the_words_again(obs: ObsProgram) -> None:
    async def work() -> None:
        async with running(RunningOutput(obs)) as output:
            async with connected(obs) as client:
                await set_up_text(client, "Captions")
            await output.wait_for(OutputState.RUNNING)
            await asyncio.to_thread(obs.kill)
            await output.wait_for(OutputState.WAITING, "obs_unreachable")
            output.show("Said meanwhile")
            await asyncio.to_thread(obs.start)
            async with connected(obs) as client:
                await set_up_text(client, "Captions")  # A killed OBS forgets new sources.
                await wait_for_letters(client, is_there)
            await output.wait_for(OutputState.RUNNING)
            await asyncio.to_thread(obs.stop)
            await output.wait_for(OutputState.WAITING, "obs_unreachable")
        await asyncio.to_thread(obs.start)

    on_loop(work())
