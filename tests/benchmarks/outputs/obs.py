"""From a committed segment to the text source of a real OBS.

``python -m tests.benchmarks.outputs.obs [ROUNDS]``

* text: from the call that hands a committed segment to the output, through word rules, rows and
  queue, until OBS has confirmed the new text and the segment counts as sent.
* picture: from the same call until a screenshot of the canvas shows it. OBS renders every 33 ms and
  takes the screenshot within that rhythm, so this is for information.

OBS runs on a virtual screen with software rendering, which keeps a processor busy.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from captions.app.outputs.output_feed import OutputFeed
from captions.app.outputs.output_rows import OutputWording
from captions.events import Committed
from captions.model.saved_transcript import TranscriptSegment
from captions.model.word_rules.word_rules import NO_RULES
from captions.outputs.destination import OutputState
from captions.outputs.obs.client import ObsClient, ObsLogin, open_obs
from captions.outputs.obs.obs_output import ObsDestination
from captions.outputs.obs.sources import set_up_text
from captions.outputs.output_queue import OutputQueue, QueueLimits
from captions.outputs.output_runner import OutputRunner
from captions.settings.paths import with_value
from captions.settings.schema import Settings
from captions.wording.speaker_names import SpeakerNames
from tests.benchmarks.figures import Figure, delays
from tests.support.obs.obs_program import CANVAS, PASSWORD, ObsProgram, find_missing
from tests.support.virtual_screen import VirtualScreen

BOUND_MS = 10.0
ROUNDS = 200
_SOURCE = "Captions"
_PAUSE_SECONDS = 0.05
_LIMIT = 10.0
"""Timeout in seconds for a sentence to arrive."""
_PICTURE_SHARE = 5
"""Rounds for each one that waits for the picture."""


def measure_obs(rounds: int = ROUNDS) -> list[Figure]:
    """Measure how soon committed words are in OBS.

    Raises:
        RuntimeError: OBS is not installed, or does not start.
    """
    if missing := find_missing():
        raise RuntimeError(missing)
    with started_obs() as obs:
        texts, pictures = asyncio.run(_measure(obs, rounds))
    return [
        *delays("committed event to OBS' text source", texts, BOUND_MS),
        *delays("... to its picture", pictures),
    ]


@contextmanager
def started_obs() -> Iterator[ObsProgram]:
    """Run OBS on a virtual screen."""
    with (
        VirtualScreen(*CANVAS) as screen,
        tempfile.TemporaryDirectory() as folder,
        ObsProgram(Path(folder), screen.environment) as obs,
    ):
        yield obs


async def read_password() -> str:
    """Return the password of that OBS."""
    return PASSWORD


async def _measure(obs: ObsProgram, rounds: int) -> tuple[list[float], list[float]]:
    async with open_obs(ObsLogin(obs.url, read_password)) as client:
        await set_up_text(client, _SOURCE)
        output = _BenchedOutput(obs.url)
        await output.wait_until_running()
        texts = [await output.show_text(number) for number in range(rounds)]
        pictures = [
            await output.show_picture(number, client) for number in range(rounds // _PICTURE_SHARE)
        ]
        await output.close()
    return texts, pictures


class _BenchedOutput:
    """The output as the app runs it."""

    def __init__(self, url: str) -> None:
        settings = with_value(Settings(), "outputs.obs.address", url)
        destination = ObsDestination(settings.outputs.obs, read_password)
        self._queue = OutputQueue(QueueLimits(max_age=destination.max_age))
        self._feed = OutputFeed(
            self._queue,
            destination.row_formats,
            settings.outputs.obs,
            settings,
            OutputWording(NO_RULES, SpeakerNames()),
        )
        self._changed = asyncio.Event()
        self._runner = OutputRunner(destination, self._queue, self._changed.set)
        self._task = asyncio.create_task(self._runner.run())

    async def wait_until_running(self) -> None:
        """Wait until the text source is ready."""
        while self._runner.status.state is not OutputState.RUNNING:
            self._changed.clear()
            await self._changed.wait()

    async def show_text(self, number: int) -> float:
        """Show a sentence, and return the seconds until OBS has it."""
        await asyncio.sleep(_PAUSE_SECONDS)
        text = f"This is the sentence with number {number}."
        sent = self._queue.sent
        began = time.perf_counter()
        self._feed.show_speech(Committed(text))
        self._feed.add_segment(TranscriptSegment(text=text, start=number, end=number + 1))
        while self._queue.sent == sent:
            await self._queue.wait_for_progress(_LIMIT)
        return time.perf_counter() - began

    async def show_picture(self, number: int, client: ObsClient) -> float:
        """Show a sentence, and return the seconds until OBS' picture is another one."""
        before = await _take_picture(client)
        began = time.perf_counter()
        self._feed.show_speech(Committed(f"Sentence {number} with a picture."))
        while await _take_picture(client) == before:
            pass
        return time.perf_counter() - began

    async def close(self) -> None:
        """Stop, which empties the text source."""
        self._feed.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def _take_picture(client: ObsClient) -> str:
    answer = await client.send_request(
        "GetSourceScreenshot", sourceName="Scene", imageFormat="png", imageWidth=320
    )
    return str(answer["imageData"])
