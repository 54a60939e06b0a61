"""The end of the program: within seconds, whatever hangs."""

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
def black_hole() -> Iterator[str]:
    """A server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is Unix' own")
@pytest.mark.parametrize(
    ("scheme", "recorded"),
    [
        pytest.param("http", True, id="a recording, and a server that never answers"),
        pytest.param("https", False, id="a stream and a server that never answer"),
    ],
)
def test_the_program_ends_in_order_whatever_server_and_stream_are_doing(
    tmp_path: Path, black_hole: str, recording: Path, scheme: str, *, recorded: bool
) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    source = str(recording) if recorded else f"http://{black_hole}/stream"
    command = (sys.executable, "-m", "captions", "--terminal", "--source", source)
    with subprocess.Popen(
        (*command, "--server", f"{scheme}://{black_hole}"),
        env={**environment, "CAPTIONS_API_KEY": "x" * 20},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline()  # It says that it is connecting.
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_SECONDS) == 128 + signal.SIGTERM
