"""The app with an engine that fails again and again: it is given up, and starts again on demand."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from captions.pcm import Samples
from tests.app.test_desktop import Line, RunningApp, children, state, words_of
from tests.support.virtual_screen import VirtualScreen, wait_until

RATE = 16_000
pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen() as virtual:
        yield virtual


def test_engine_that_keeps_failing_is_started_again_by_the_user_alone(
    screen: VirtualScreen, tmp_path: Path, speech: Samples
) -> None:
    talk = tmp_path / "talk.wav"
    soundfile.write(talk, speech[: 20 * RATE], RATE)

    def kill_engine() -> Line | None:
        for pid in children(app.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return next(filter(state("engine", "failed"), app.lines()), None)

    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(state("source", "listening"))
        assert "there is nothing to restart" in app.tell("start-again").stderr
        wait_until(kill_engine, "the engine is given up")
        answer = app.answer("state")
        assert answer["state"] == "error"
        assert "Choose “Start again” in the menu" in answer["detail"]
        assert sum(map(state("engine", "starting"), app.lines())) == 5
        assert app.tell("start-again").returncode == 0
        app.wait_for(lambda line: line.get("event") == "committed" and line["text"] != "")
        assert words_of(app) & {"best", "worst", "times"}
        assert app.tell("state").stdout.strip() == "listening"
