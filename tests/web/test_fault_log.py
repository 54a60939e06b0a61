"""Failures in the log: each kind once, its place and nothing of what somebody sent."""

import asyncio
import errno
import logging

import pytest

from captions.web.fault_log import FaultLog
from tests.conftest import on_loop

pytestmark = pytest.mark.usefixtures("expected_errors")
SENT = "\x1b]0;owned\x07 best of times"


def failing(number: int) -> None:
    raise ValueError(f"{SENT} {number}")


def test_failure_is_logged_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    faults = FaultLog(lambda: now[0])
    for moment in (0.0, 1.0, 3599.0, 3600.0, 3601.0):
        now[0] = moment
        faults.report("Something failed.")
        faults.report("Something else failed.")
    assert caplog.messages == ["Something failed.", "Something else failed."] * 2


def test_failures_of_libraries_and_of_the_loop_are_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        with FaultLog().replacing_library_logs(lambda: None):
            for number in range(50):
                loop.call_soon(failing, number)
                try:
                    failing(number)
                except ValueError:
                    logging.getLogger("uvicorn.error").exception("In %s", SENT)
                logging.getLogger("uvicorn.error").error("Refused %s %d", SENT, number)
                logging.getLogger("asyncio").warning("socket.send() raised exception.")
            await asyncio.sleep(0)

    on_loop(work())
    assert len(caplog.messages) == 2
    assert "ValueError in failing" in caplog.messages[0]
    assert "uvicorn.error" in caplog.messages[1]
    assert "owned" not in caplog.text
    assert "\x1b" not in caplog.text


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_lack_of_sockets_is_no_failure_but_asks_for_room(
    number: int, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    async def work() -> None:
        with FaultLog().replacing_library_logs(lambda: asked.append(number)):
            error = OSError(number, "Too many open files")
            asyncio.get_running_loop().call_exception_handler({"message": "", "exception": error})

    on_loop(work())
    assert asked == [number]
    assert caplog.messages == []


def test_libraries_log_as_before_afterwards(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        with FaultLog().replacing_library_logs(lambda: None):
            pass
        logging.getLogger("asyncio").warning("as before")

    on_loop(work())
    assert caplog.messages == ["as before"]
