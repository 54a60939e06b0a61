"""Pages of segments read from the store, of which only the latest few are kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from captions.model.saved_transcript import SavedSegment

PAGE_ROWS = 64
"""Segments read at once; more than a screen shows."""
MAX_PAGES = 8
"""Maximum number of pages kept: several screens, whatever the length of the session."""

ReadSegments = Callable[[int, int], Sequence[SavedSegment]]
"""Reads segments, given the first position and their number."""


class SegmentPages:
    """Segments by position, read in pages on demand."""

    def __init__(self, read: ReadSegments) -> None:
        self._read = read
        self._pages: OrderedDict[int, Sequence[SavedSegment]] = OrderedDict()

    def get(self, row: int) -> SavedSegment | None:
        """Return the segment at a position; `None` if the store has none there."""
        number, index = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._load_page(number)
        else:
            self._pages.move_to_end(number)
        return page[index] if index < len(page) else None

    def clear(self) -> None:
        """Forget all pages, because the store changed."""
        self._pages.clear()

    def _load_page(self, number: int) -> Sequence[SavedSegment]:
        while len(self._pages) >= MAX_PAGES:
            self._pages.popitem(last=False)
        page = self._read(number * PAGE_ROWS, PAGE_ROWS)
        self._pages[number] = page
        return page
