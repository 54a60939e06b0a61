"""What tests of several rooms share: real speech, the real engine, a real speech server."""

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

import pytest
import soundfile
import soxr

from captions.engine import weights
from captions.engine.models import Models
from captions.pcm import Samples
from captions.realtime.wire import Address

# Only the tests on the virtual screen want a real window system; they start programs of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shell that starts the tests in the background has them, and all that they start, ignore Ctrl+C,
# and nohup has them ignore the end of the terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

Result = TypeVar("Result")
LONGEST_SECONDS = 60.0


def on_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a loop of its own, for a bounded time."""

    async def bounded() -> Result:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await work

    return asyncio.run(bounded())


@pytest.fixture(scope="session")
def recording() -> Path:
    """The public-domain recording that the data package carries."""
    return weights.find(weights.SAMPLE_RECORDING)


@pytest.fixture(scope="session")
def speech(recording: Path) -> Samples:
    """The recording at the engine's rate, shape (n,), about 44 s."""
    frames, rate = soundfile.read(str(recording), dtype="float32")
    samples: Samples = soxr.resample(frames, rate, 16_000)
    return samples


@pytest.fixture(scope="session")
def models() -> Models:
    """The real recogniser and voice detector."""
    return Models.load()


@pytest.fixture(scope="session")
def speech_server() -> Iterator[Address]:
    """A real ``captions serve`` on loopback."""
    with subprocess.Popen(
        (sys.executable, "-m", "captions", "serve", "--json", "--tethered"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield Address(ready["url"], ready["api_key"])
        process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.fixture(autouse=True)
def unexpected_warnings(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test in which the program, or its loop, logged what the test did not ask for."""
    yield
    if "expected_errors" in request.fixturenames:
        return
    told = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    loggers = ("captions", "asyncio")
    assert not [record.getMessage() for record in told if record.name.startswith(loggers)]


@pytest.fixture
def expected_errors() -> None:
    """Say that a test makes the program log warnings on purpose."""
