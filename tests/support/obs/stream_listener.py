"""An RTMP server on loopback that records the stream of OBS: ffmpeg."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.support.obs.obs_program import find_free_port
from tests.support.virtual_screen import end, wait_until

_LISTEN = "0A"
"""State of a socket in the kernel's table."""


class StreamListener:
    """Records one stream."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.server = f"rtmp://127.0.0.1:{port}/live"
        self.key = "captions"
        self._process = process

    @property
    def service(self) -> dict[str, object]:
        """Fields of the request ``SetStreamServiceSettings``."""
        settings = {"server": self.server, "key": self.key}
        return {"streamServiceType": "rtmp_custom", "streamServiceSettings": settings}

    def wait(self) -> None:
        """Wait until the stream has ended and is on disk."""
        self._process.wait(60)


@contextlib.contextmanager
def recording_stream(file: Path) -> Iterator[StreamListener]:
    """Record the next stream to an FLV file."""
    port = find_free_port()
    process = subprocess.Popen(
        (
            "ffmpeg", "-loglevel", "error", "-listen", "1",
            "-i", f"rtmp://127.0.0.1:{port}/live/captions", "-c", "copy", "-f", "flv", str(file),
        ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until(lambda: _is_listening(port), "ffmpeg")
        yield StreamListener(port, process)
    finally:
        end(process)


def _is_listening(port: int) -> bool:
    """Return True if a port is open, without a connection: ffmpeg accepts only one. Linux only."""
    table = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    states = {line.split()[1].rpartition(":")[2]: line.split()[3] for line in table}
    return states.get(f"{port:04X}") == _LISTEN
