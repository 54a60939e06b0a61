"""Programs that are killed, and several programs on one store."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from captions.history.data_folder import STORE_NAME
from tests.history.conftest import NEW, OpenHistory, segment


@contextmanager
def running_writer(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a program that writes a session, and yield it once the session is on disk."""
    program = "tests.support.programs.session_writer"
    with subprocess.Popen(
        (sys.executable, "-m", program, str(folder), *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "1\n"
            yield process
        finally:
            process.kill()


def read_lines(process: subprocess.Popen[str], count: int) -> list[str]:
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(count)]


def finish_writer(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("count", [0, 1, 40, 700])
def test_a_killed_program_loses_nothing_and_its_session_is_closed(
    tmp_path: Path, count: int
) -> None:
    with running_writer(tmp_path) as process:
        read_lines(process, count)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        # `communicate` would leave out the lines that the pipe's buffer holds already.
        written = count + len(process.stdout.readlines())
    history = OpenHistory(tmp_path)
    assert history.opening == ()
    history.flush()
    (session,) = history.list_sessions() if written else (None,)
    if session is not None:
        texts = history.texts(session.id)
        assert texts[:written] == [f"Segment {number}." for number in range(written)]
        assert len(texts) - written in (0, 1), "one may have been written but not printed"
        assert not session.is_open
        assert session.seconds == pytest.approx(len(texts) - 0.1)
        assert session.segment_count == len(texts)
    history.close()
    assert [path.name for path in tmp_path.iterdir()] == [STORE_NAME]


def test_a_session_without_segments_of_a_killed_program_is_deleted(tmp_path: Path) -> None:
    history = OpenHistory(tmp_path)
    with running_writer(tmp_path, "--segments", "0") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert [one.is_open for one in history.list_sessions()] == [False]
        history.open()
        history.flush()
        assert history.list_sessions() == []
    history.close()


def test_the_session_of_a_running_program_stays_open(tmp_path: Path) -> None:
    with running_writer(tmp_path, "--segments", "3") as process:
        read_lines(process, 3)
        history = OpenHistory(tmp_path)
        (session,) = history.list_sessions()
        assert session.is_open
        history.delete_all()
        assert history.delete_older(1, 1e10) == 0
        history.flush()
        assert history.count_segments(1) == 3
        # Another program may correct, rename and read.
        history.correct_segment(1, 2, "Corrected.")
        history.rename_session(1, "Title")
        history.flush()
        before = history.change_count
        finish_writer(process)
        assert history.change_count != before
        (session,) = history.list_sessions()
        assert (session.is_open, session.seconds, session.title) == (False, 3, "Title")
        assert history.texts(1) == ["Segment 0.", "Corrected.", "Segment 2."]
        history.close()


def test_deleting_an_open_session_does_not_disturb_its_program(tmp_path: Path) -> None:
    with running_writer(tmp_path) as process:
        read_lines(process, 5)
        history = OpenHistory(tmp_path)
        history.delete_session(1)
        history.flush()
        while history.count_segments(1) < 20:
            read_lines(process, 1)
        process.kill()
        process.wait()
        texts = history.texts(1)
        first = int(texts[0].removeprefix("Segment ").removesuffix("."))
        assert first >= 5
        assert texts == [f"Segment {number}." for number in range(first, first + len(texts))]
        history.close()


def test_two_programs_write_at_the_same_time(tmp_path: Path) -> None:
    count = 100
    with running_writer(tmp_path, "--segments", str(count)) as process:
        history = OpenHistory(tmp_path)
        writer = history.start_session(NEW, kept=True)
        for number in range(count):
            writer.add_segment(segment(f"Ours {number}.", number))
            if number % 10 == 0:
                history.rename_session(1, f"Title {number}")
        read_lines(process, count)
        history.flush()
        assert history.problems == []
        assert history.texts(writer.id) == [f"Ours {number}." for number in range(count)]
        assert history.texts(1) == [f"Segment {number}." for number in range(count)]
        assert history.get_session(1).title == "Title 90"
        finish_writer(process)
        history.close()


def test_threads_read_while_segments_are_written(history: OpenHistory) -> None:
    count = 200
    writers = [history.start_session(NEW, kept=kept) for kept in (True, False)]
    unordered: list[list[str]] = []

    def read(session_id: int) -> None:
        texts: list[str] = []
        while len(texts) < count:
            texts = history.texts(session_id)
            page = history.read_segments(session_id, 0, count)
            unordered.extend([[str(one)] for one in page if one.id != page.index(one) + 1])
            if texts != [f"word {number}" for number in range(len(texts))]:
                unordered.append(texts)
            history.search("word")

    threads = [threading.Thread(target=read, args=(one.id,)) for one in writers for _ in "ab"]
    for thread in threads:
        thread.start()
    for number in range(count):
        for one in writers:
            one.add_segment(segment(f"word {number}", number))
    for thread in threads:
        thread.join()
    assert unordered == []
