"""Programs that this one has started, and what everybody can see of them; on Linux alone."""

import contextlib
from pathlib import Path


def ffmpegs() -> list[str]:
    """Return the arguments of every ffmpeg."""
    return [arguments for arguments in children().values() if arguments.startswith("ffmpeg ")]


def children() -> dict[int, str]:
    """Return the arguments of every program that this one has started and that runs."""
    found = {}
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # They come and go.
            for pid in (thread / "children").read_text().split():
                arguments = Path(f"/proc/{pid}/cmdline").read_bytes()
                found[int(pid)] = arguments.replace(b"\0", b" ").decode()
    return found
