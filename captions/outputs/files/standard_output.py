"""Opens standard output, and discards it after it has failed."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from captions.errors import OutputError, describe_reason


@contextlib.contextmanager
def open_output(*, has_option: bool = True) -> Iterator[TextIO]:
    """Yield standard output, and flush it at the end; other programs than a terminal get UTF-8.

    Args:
        has_option: True if errors should recommend the option ``--output``.

    Raises:
        OutputError: standard output is closed, the program that reads it has ended
            (``output_ended``), or it cannot be written.
    """
    out = sys.stdout
    if out is None:  # Python was started without standard output.
        if has_option:
            raise OutputError("standard_output_closed")
        raise OutputError("standard_output_required")
    try:
        _select_encoding(out)
        yield out
        out.flush()
    except OSError as error:
        abandon_standard_output()
        if isinstance(error, BrokenPipeError):
            raise OutputError("output_ended") from error
        if not has_option:
            raise
        raise OutputError("transcript_unprintable", reason=describe_reason(error)) from error


def abandon_standard_output() -> None:
    """Discard the rest of the output buffer, which Python would otherwise write again at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, sys.stdout.fileno())
        os.close(null_device)


def _select_encoding(out: TextIO) -> None:
    is_utf8 = out.encoding.lower().replace("-", "") == "utf8"
    if not is_utf8 and not out.isatty() and isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="replace")
