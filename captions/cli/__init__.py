"""The command line: the desktop app by itself, and its commands beside it."""

from captions.cli.program import main

__all__ = ["main"]
