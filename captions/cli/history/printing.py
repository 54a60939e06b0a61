"""Prints results on standard output, for people and for other programs."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

import typer

from captions.cli.sentences import write_sentence
from captions.errors import OutputError
from captions.outputs.files.standard_output import open_output


def is_terminal() -> bool:
    """Return True if results are printed on a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def can_ask() -> bool:
    """Return True if a question can be printed and answered on a terminal."""
    streams = (sys.stdin, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)


@contextlib.contextmanager
def open_results() -> Iterator[TextIO]:
    """Yield standard output.

    A program that has read enough, such as ``head``, ends the command without an error. An export
    reports it instead (`open_output`), because an incomplete file is no result.

    Raises:
        OutputError: standard output is closed.
        OSError: it cannot be written.
        typer.Exit: the program that reads the output has ended.
    """
    try:
        with open_output(has_option=False) as out:
            yield out
    except OutputError as error:
        if error.code == "output_ended":
            raise typer.Exit from error
        raise


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; the errors are those of `open_results`."""
    with open_results() as out:
        for line in lines:
            out.write(f"{line}\n")


def print_remark(sentence: str) -> None:
    """Print a sentence on standard error, where it is not part of the results."""
    if sys.stderr is not None:
        write_sentence(sys.stderr, f"captions: {sentence}")
        sys.stderr.flush()
