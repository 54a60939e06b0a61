"""Signals to child processes."""

import os
import subprocess
import sys

import pytest

from captions.transports import signal_child


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="the system keeps no exit codes")
def test_exit_code_of_a_child_that_has_just_ended_is_left_to_asyncio() -> None:
    child = subprocess.Popen((sys.executable, "-c", "raise SystemExit(7)"))
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    signal_child(child.pid)
    _, status = os.waitpid(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 7


def test_child_is_killed_and_one_that_is_gone_is_no_error() -> None:
    child = subprocess.Popen((sys.executable, "-c", "import time; time.sleep(60)"))
    signal_child(child.pid)
    assert child.wait(60) != 0
    signal_child(child.pid)
    signal_child(0)
