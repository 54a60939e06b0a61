"""The log: what is written down, and what never is."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from captions import logs
from tests.support.full_disk import full_after

log = logging.getLogger("captions.somewhere")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Keep a log; call it for what stands there."""
    with logs.log_to_file(tmp_path):
        yield lambda: (tmp_path / logs.LOG_NAME).read_text(encoding="utf-8")


def test_what_happens_is_written_with_its_time(written: Callable[[], str]) -> None:
    log.info("The microphone is heard.")
    (line,) = written().splitlines()
    assert line.endswith(" INFO captions.somewhere: The microphone is heard.")


@pytest.mark.usefixtures("expected_errors")
def test_nothing_is_written_before_and_after(tmp_path: Path) -> None:
    log.warning("Before.")
    with logs.log_to_file(tmp_path):
        pass
    log.warning("After.")
    assert (tmp_path / logs.LOG_NAME).read_text(encoding="utf-8") == ""
    assert not log.isEnabledFor(logging.INFO)


@pytest.mark.usefixtures("expected_errors")
def test_fault_is_written_without_what_it_held(written: Callable[[], str]) -> None:
    key = "sk-of-nobody"
    try:
        int(key)
    except ValueError:
        log.exception("That failed.")
    assert "ValueError\n" in written()
    assert "in test_fault_is_written_without_what_it_held" in written()
    assert key not in written()


@pytest.mark.usefixtures("expected_errors")
def test_other_libraries_tell_no_more_than_a_line(written: Callable[[], str]) -> None:
    logging.getLogger("asyncio").error("A task failed\nfuture: %r", "sk-of-nobody")
    (line,) = written().splitlines()
    assert line.endswith("A task failed")


@pytest.mark.usefixtures("expected_errors")
def test_what_a_failing_callback_was_given_is_not_written(written: Callable[[], str]) -> None:
    async def fail() -> None:
        asyncio.get_running_loop().call_soon(int, "sk-of-nobody")
        await asyncio.sleep(0)

    asyncio.run(fail())
    assert "Exception in callback int" in written()
    assert "sk-of-nobody" not in written()


def test_other_libraries_details_are_left_out(written: Callable[[], str]) -> None:
    logging.getLogger("websockets").info("> TEXT 'It was the best of times'")
    assert written() == ""


def test_log_does_not_grow_without_end(tmp_path: Path) -> None:
    with logs.log_to_file(tmp_path):
        for _ in range(12):
            log.info("x" * 100_000)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= 256 * 1024


@pytest.mark.usefixtures("expected_errors")
def test_folder_that_cannot_be_written_is_told_and_hinders_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "file"
    file.touch()
    with logs.log_to_file(file):
        log.info("On it goes.")
    assert f"The log cannot be written in {file}" in caplog.text


@pytest.mark.usefixtures("expected_errors")
def test_full_disk_ends_the_log_with_one_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with full_after(1000), logs.log_to_file(tmp_path):
        for _ in range(9):
            log.info("x" * 500)
    assert (tmp_path / logs.LOG_NAME).stat().st_size <= 1000
    assert [record.getMessage() for record in caplog.records if record.levelno > logging.INFO] == [
        f"The log in {tmp_path / logs.LOG_NAME} ends here (File too large); captions continue."
    ]
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("expected_errors")
def test_fifo_in_place_of_the_log_hinders_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    os.mkfifo(tmp_path / logs.LOG_NAME)
    with logs.log_to_file(tmp_path):
        log.info("On it goes.")
    assert f"The log cannot be written in {tmp_path}: it is not a regular file." in caplog.text


def test_what_others_say_is_written_as_one_line_that_no_terminal_obeys(
    written: Callable[[], str],
) -> None:
    log.info("The server said: %s", "gone\x1b[2J\n2026-01-01 INFO forged\u202e")
    (line,) = written().splitlines()
    assert line.endswith("The server said: gone [2J 2026-01-01 INFO forged")
    record = logging.LogRecord("captions", logging.WARNING, "", 0, "a\x1bb\x9bc", None, None)
    assert logs.PrintableFormatter("captions: %(message)s").format(record) == "captions: a b c"
