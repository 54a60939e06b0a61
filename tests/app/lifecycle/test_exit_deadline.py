"""The end of the program: within seconds, whatever hangs."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LONGEST_SECONDS


def test_a_thread_that_hangs_does_not_keep_the_program_from_ending() -> None:
    done = subprocess.run(
        (sys.executable, "-m", "tests.support.programs.hanging_exit"),
        check=False,
        timeout=LONGEST_SECONDS,
    )
    assert done.returncode == 7


@pytest.fixture
def black_hole() -> Iterator[socket.socket]:
    """A server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(LONGEST_SECONDS)
        yield listener


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is Unix' own")
@pytest.mark.parametrize(
    ("scheme", "recorded"),
    [
        pytest.param("http", True, id="a recording, and a server that never answers"),
        pytest.param("https", False, id="a stream and a server that never answer"),
    ],
)
def test_the_program_ends_in_order_whatever_server_and_stream_are_doing(
    tmp_path: Path, black_hole: socket.socket, recording: Path, scheme: str, *, recorded: bool
) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    address = f"127.0.0.1:{black_hole.getsockname()[1]}"
    source = str(recording) if recorded else f"http://{address}/stream"
    command = (sys.executable, "-m", "captions", "--terminal", "--source", source)
    with (
        contextlib.ExitStack() as connections,
        subprocess.Popen(
            (*command, "--server", f"{scheme}://{address}"),
            env={**environment, "CAPTIONS_API_KEY": "x" * 20},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        for _ in range(1 if recorded else 2):
            connections.enter_context(black_hole.accept()[0])
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_SECONDS) == 128 + signal.SIGTERM
