"""Shows the log's warnings where captions are, as standard error is not to be seen meanwhile."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator

from typing_extensions import override


class _Shown(logging.Handler):
    """Passes each warning on, from whatever thread it comes."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._show = show
        self._loop = asyncio.get_running_loop()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(RuntimeError):  # The loop has ended.
            self._loop.call_soon_threadsafe(self._show, record.getMessage())


@contextlib.contextmanager
def shown_warnings(show: Callable[[str], None], *, but: str) -> Iterator[None]:
    """Show warnings while the context lasts, and not on standard error.

    Args:
        show: is called with each, on the running loop.
        but: a logger whose warnings are shown in other words.
    """
    root = logging.getLogger()
    streams = [handler for handler in root.handlers if type(handler) is logging.StreamHandler]
    shown = _Shown(show)
    shown.addFilter(lambda record: record.name != but)
    for stream in streams:
        root.removeHandler(stream)
    root.addHandler(shown)
    try:
        yield
    finally:
        root.removeHandler(shown)
        for stream in streams:
            root.addHandler(stream)
