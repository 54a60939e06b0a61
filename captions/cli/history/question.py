"""Asks a question on the terminal that is answered with yes or no."""

import select
import signal
import socket
import sys

_ANSWERS = {"y": True, "yes": True, "n": False, "no": False, "": False}


def ask_yes_no(question: str) -> bool:
    """Ask on standard error, and return the answer from standard input.

    Returns:
        True for yes; False for no, for an empty answer, and after Ctrl+C or Ctrl+D.
    """
    try:
        while True:
            sys.stderr.write(f"{question} [y/N]: ")
            sys.stderr.flush()
            _wait_for_line()
            line = sys.stdin.readline()
            if not line:
                break
            answer = _ANSWERS.get(line.strip().lower())
            if answer is not None:
                return answer
            sys.stderr.write("Answer y or n.\n")
    except KeyboardInterrupt:
        pass
    sys.stderr.write("\n")  # The line of the question has not ended.
    return False


def _wait_for_line() -> None:
    """Wait until a line was typed.

    Python notices Ctrl+C between two calls of the system. If it is pressed just before a read
    begins, the read would wait for a line that never comes. A signal also writes to the wakeup
    descriptor, which ends `select` even if it arrived before.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl+C.
    """
    if sys.platform == "win32":
        return  # Its consoles cannot be selected, and end a read when Ctrl+C is pressed.
    woken, waker = socket.socketpair()
    with woken, waker:
        waker.setblocking(False)  # noqa: FBT003  # the standard library's signature
        before = signal.set_wakeup_fd(waker.fileno())
        try:
            while sys.stdin not in select.select([sys.stdin, woken], [], [])[0]:
                woken.recv(1)  # Another signal, whose handler has run by now.
        finally:
            signal.set_wakeup_fd(before)
