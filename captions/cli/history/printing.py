"""Prints results on standard output, for people and for other programs."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

import typer

from captions.errors import OutputError
from captions.outputs.standard_output import abandon_standard_output


def is_terminal() -> bool:
    """Return True if results are printed on a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def can_ask() -> bool:
    """Return True if a question can be printed and answered on a terminal."""
    streams = (sys.stdin, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)


@contextlib.contextmanager
def open_output() -> Iterator[TextIO]:
    """Yield standard output.

    A program that has read enough, such as ``head``, ends the command without an error.

    Raises:
        OutputError: standard output is closed.
        typer.Exit: the program that reads the output has ended.
    """
    if sys.stdout is None:  # Python was started without standard output.
        raise OutputError("standard_output_missing")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_standard_output()
        raise typer.Exit from None


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; the errors are those of `open_output`."""
    with open_output() as out:
        for line in lines:
            out.write(f"{line}\n")


def print_remark(sentence: str) -> None:
    """Print a sentence on standard error, where it is not part of the results."""
    if sys.stderr is not None:
        sys.stderr.write(f"captions: {sentence}\n")
        sys.stderr.flush()
