"""An engine that fails in the way named by its argument, for tests of the supervisor; a program."""

import json
import os
import signal
import subprocess
import sys
from typing import NoReturn


def command(how: str) -> tuple[str, ...]:
    """Return the command line of an engine; ``how`` names one of the functions below."""
    return (sys.executable, "-m", "tests.support.engines.unruly_engine", how)


def short_lived() -> None:
    """Exit right after announcing an address."""
    announce("http://127.0.0.1:9", "key")


def killed() -> NoReturn:
    """Kill this process before announcing anything."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def refusing() -> NoReturn:
    """Report why no server can be started."""
    say(json.dumps({"error": "The speech model lacks a part."}))
    sys.exit(1)


def babbling() -> None:
    """Write something other than an address."""
    say("[" * 100_000)
    sys.stdin.read()


def shouting() -> None:
    """Write many very long lines to standard error, and never serve."""
    sys.stderr.write("x" * 1_000_000 + "\n" + "line\n" * 10_000 + "\x1b[31mThe last line.\n")
    sys.stderr.flush()
    announce("http://127.0.0.1:9", "key")
    sys.stdin.read()


def stubborn() -> None:
    """Ignore the end of standard input and SIGTERM, and leave a child that keeps all pipes open."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    announce("http://127.0.0.1:9", "key")
    signal.pause()


def announce(url: str, key: str) -> None:
    say(json.dumps({"url": url, "api_key": key}))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
