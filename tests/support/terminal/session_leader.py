"""Runs a program as the leader of a session whose terminal is standard input, as a shell does."""

import fcntl
import os
import sys
import termios

if __name__ == "__main__":
    os.setsid()
    fcntl.ioctl(sys.stdin.fileno(), termios.TIOCSCTTY, 0)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606  # the tests' own programs
