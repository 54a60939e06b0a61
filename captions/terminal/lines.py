"""Committed text as plain lines, for a pipe, a file or a terminal that cannot rewrite its lines."""

from typing import TextIO

from captions.errors import OutputError
from captions.printable import printable
from captions.wording.status import Status


class PlainLines:
    """Writes a line for each segment, and the status to where a user may be watching."""

    def __init__(self, output: TextIO, errors: TextIO | None) -> None:
        """Prepare to write.

        Args:
            output: is given the segments.
            errors: is given notices and, if it is a terminal, the status.
        """
        self._output = output
        self._errors = errors
        self._said = ""

    def add(self, text: str) -> None:
        """Write a segment.

        Raises:
            BrokenPipeError: nobody reads any more.
            OutputError: it cannot be written.
        """
        try:
            self._output.write(f"{printable(text)}\n")
            self._output.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(
                f"The captions cannot be written to standard output: {error.strerror}."
            ) from error

    def warn(self, sentence: str) -> None:
        """Write a sentence for the user to standard error."""
        if self._errors is not None:
            self._errors.write(f"captions: {printable(sentence)}\n")
            self._errors.flush()

    def show_status(self, now: Status) -> None:
        """Write what is heard or what is wrong, but not what passes by itself."""
        watched = self._errors is not None and self._errors.isatty()
        if watched and now.light != "waiting" and now.line not in ("", self._said):
            self._said = now.line
            self.warn(now.line)
