"""Committed text as plain lines, for a pipe, a file or a terminal that cannot rewrite lines."""

from typing import TextIO

from captions.errors import OutputError, describe_reason
from captions.printable import make_printable
from captions.wording.status import CaptionStatus


class PlainLines:
    """Writes a line for each segment, and the status to standard error if it is a terminal."""

    def __init__(self, output: TextIO, errors: TextIO | None) -> None:
        """Prepare to write.

        Args:
            output: receives the segments.
            errors: receives notifications and, if it is a terminal, the status.
        """
        self._output = output
        self._errors = errors
        self._last_status = ""

    def write_segment(self, text: str) -> None:
        """Write a segment.

        Raises:
            BrokenPipeError: the reader has closed the pipe.
            OutputError: the output cannot be written.
        """
        try:
            self._output.write(f"{make_printable(text)}\n")
            self._output.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError("captions_unprintable", reason=describe_reason(error)) from error

    def write_warning(self, sentence: str) -> None:
        """Write a sentence for the user to standard error."""
        if self._errors is not None:
            self._errors.write(f"captions: {make_printable(sentence)}\n")
            self._errors.flush()

    def show_status(self, now: CaptionStatus) -> None:
        """Write a new status, except for short waits."""
        is_terminal = self._errors is not None and self._errors.isatty()
        if is_terminal and now.light != "waiting" and now.line not in ("", self._last_status):
            self._last_status = now.line
            self.write_warning(now.line)
