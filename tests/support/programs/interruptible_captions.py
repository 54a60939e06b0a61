"""Runs ``captions`` as a shell in the foreground does, with Ctrl+C not ignored; a program."""

import signal

from captions.cli.program import main

if __name__ == "__main__":
    # A program started in the background ignores Ctrl+C, as do its child processes.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
