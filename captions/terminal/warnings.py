"""Shows log warnings among the captions, because captions hide standard error."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator

from typing_extensions import override


class _WarningHandler(logging.Handler):
    """Passes each warning to the event loop, from any thread."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._show = show
        self._loop = asyncio.get_running_loop()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(RuntimeError):  # The loop is closed.
            self._loop.call_soon_threadsafe(self._show, record.getMessage())


@contextlib.contextmanager
def redirect_warnings(show: Callable[[str], None], *, except_logger: str) -> Iterator[None]:
    """Show warnings with a callback instead of on standard error while the context is active.

    Args:
        show: called with each warning on the running loop.
        except_logger: name of a logger whose warnings are reported separately.
    """
    root = logging.getLogger()
    streams = [handler for handler in root.handlers if type(handler) is logging.StreamHandler]
    shown = _WarningHandler(show)
    shown.addFilter(lambda record: record.name != except_logger)
    for stream in streams:
        root.removeHandler(stream)
    root.addHandler(shown)
    try:
        yield
    finally:
        root.removeHandler(shown)
        for stream in streams:
            root.addHandler(stream)
