"""Command line: the desktop app by default, and further commands."""

from captions.cli.program import main

__all__ = ["main"]
