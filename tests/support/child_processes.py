"""Lists the child processes of the tests with their visible arguments; Linux only."""

import contextlib
from pathlib import Path


def ffmpegs() -> list[str]:
    """Return the arguments of each running ffmpeg."""
    return [arguments for arguments in children().values() if arguments.startswith("ffmpeg ")]


def children() -> dict[int, str]:
    """Return the arguments of each running child process, by process ID."""
    found = {}
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # It may end meanwhile.
            for pid in (thread / "children").read_text().split():
                arguments = Path(f"/proc/{pid}/cmdline").read_bytes()
                found[int(pid)] = arguments.replace(b"\0", b" ").decode()
    return found
