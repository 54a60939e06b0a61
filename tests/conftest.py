"""Fixtures for tests of several packages: real speech, the real engine, a real speech server."""

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import pytest
import soundfile
import soxr
from PySide6.QtWidgets import QApplication

from captions.engine import model_files
from captions.engine.library.catalogue import LIGHT
from captions.engine.models import LoadedModels
from captions.pcm import Samples
from captions.protocol.addresses import Address
from captions.ui.eventloop.garbage_collection import GarbageCollector

# Only tests on the virtual screen need a real window system, for the programs that they start.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# In the background, a shell makes the tests and their child processes ignore Ctrl+C; nohup makes
# them ignore the end of the terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# No deadline, because a test must not fail on a busy machine.
hypothesis.settings.register_profile("captions", deadline=None)
hypothesis.settings.load_profile("captions")

SLOWEST_FILES = (
    "app/test_desktop.py",
    "app/test_terminal.py",
    "realtime/test_network.py",
    "engine/test_models.py",
    "engine/transcription/test_transcriber.py",
    "cli/test_transcribe.py",
    "ui/overlay/test_window.py",
    "realtime/session/test_session.py",
    "audio/test_live.py",
    "ui/settings_dialog/test_dialog.py",
    "audio/test_echo.py",
    "outputs/obs/test_real_obs.py",
    "ui/platform/test_topmost.py",
    "cli/test_program.py",
    "app/sample/test_sample_in_app.py",
    "ui/overlay/test_readability.py",
    "app/pipeline/test_pipeline.py",
    "engine/serving/clients/test_page_in_browser.py",
    "engine/recognition/test_whisper.py",
)
"""Files that take longest. Their tests run first, so that none of them is left alone at the end."""

Result = TypeVar("Result")
LONGEST_SECONDS = 100.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the slowest files first."""
    folder = Path(__file__).parent
    ranks = {folder / name: rank for rank, name in enumerate(SLOWEST_FILES)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def on_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a new event loop, with a timeout."""

    async def bounded() -> Result:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await work

    return asyncio.run(bounded())


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application of the tests' windows, which collects cycles as the program's does."""
    GarbageCollector(qapp)
    return qapp


@pytest.fixture(scope="session")
def recording() -> Path:
    """The public-domain recording in the data package."""
    return model_files.find_path(model_files.SAMPLE_RECORDING)


@pytest.fixture(scope="session")
def speech(recording: Path) -> Samples:
    """The recording at the engine's sample rate, shape (n,), about 44 s."""
    frames, rate = soundfile.read(str(recording), dtype="float32")
    samples: Samples = soxr.resample(frames, rate, 16_000)
    return samples


@pytest.fixture(scope="session")
def models() -> LoadedModels:
    """The real recogniser and voice detector."""
    return LoadedModels.load()


@pytest.fixture(scope="session")
def speech_server() -> Iterator[Address]:
    """A real ``captions serve`` on loopback, with the included model that computes least.

    The default model is tested by the tests of the engine and of the app.
    """
    with subprocess.Popen(
        (sys.executable, "-m", "captions", "serve", "--json", "--model", LIGHT, "--tethered"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield Address(ready["url"], ready["api_key"])
        process.terminate()
        assert process.wait(timeout=60) == 0


@pytest.fixture(autouse=True)
def unexpected_warnings(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test in which the program or its event loop logged an unexpected warning."""
    yield
    if "expected_errors" in request.fixturenames:
        return
    told = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    loggers = ("captions", "asyncio")
    assert not [record.getMessage() for record in told if record.name.startswith(loggers)]


@pytest.fixture
def expected_errors() -> None:
    """Mark a test as one that makes the program log warnings on purpose."""
