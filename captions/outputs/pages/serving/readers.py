"""The readers of a page: each receives the newest content, as fast as it can read.

No reader has a queue or a task. It has the numbers of what it was sent last, and is sent what is
newer whenever its connection has no unsent bytes. A slow reader misses the states between and costs
the others nothing. It is dropped if it reads nothing at all.
"""

from collections.abc import Callable
from typing import Protocol

from captions.outputs.pages.page_messages import PageAlive, encode_page_message
from captions.outputs.pages.serving.page_content import PageContent
from captions.web.protocols import encode_text_frame

STALL_SECONDS = 10.0
"""Time after which a reader is dropped whose connection makes no progress."""
MAX_READERS = 2000
"""Maximum number of readers; each takes about 50 KiB."""
_ALIVE_FRAME = encode_text_frame(encode_page_message(PageAlive()))


class ReaderSocket(Protocol):
    """The WebSocket of a reader."""

    @property
    def unsent_bytes(self) -> int:
        """Bytes that wait for the reader."""

    def write_frame(self, frame: bytes) -> None:
        """Send frames without waiting."""

    def abort(self) -> None:
        """Close the connection immediately."""


class PageReader:
    """One open page."""

    def __init__(self, socket: ReaderSocket, next_segment: int) -> None:
        """Create a reader who has the segments before a number."""
        self.socket = socket
        self._next_segment = next_segment
        self._look_number = 0
        self._state_number = 0
        self._names_number = 0
        self._unsent_bytes = 0
        """Unsent bytes when the connection last made progress."""
        self._progress_at = 0.0

    def send_news(self, content: PageContent) -> bool:
        """Send what is new; return False if earlier frames are still unsent."""
        if self.socket.unsent_bytes:
            return False
        frames = b""
        if self._look_number != content.look_number:
            self._look_number = content.look_number
            frames = content.look_frame
        if self._state_number != content.state_number:
            self._state_number = content.state_number
            frames += content.state_frame
        if self._names_number != content.names_number:
            self._names_number = content.names_number
            frames += content.names_frame
        # After the state, so that a page no longer shows as spoken what is committed.
        if self._next_segment != content.next_segment:
            frames += content.segments_frame(self._next_segment)
            self._next_segment = content.next_segment
        if frames:
            self.socket.write_frame(frames)
        return not self.socket.unsent_bytes

    def start_session(self) -> None:
        """Send the segments of a new session from the first one on."""
        self._next_segment = 0

    def record_stall(self, now: float) -> None:
        """Record that frames are unsent from now on."""
        self._unsent_bytes = self.socket.unsent_bytes
        self._progress_at = now

    def is_stalled(self, now: float) -> bool:
        """Return True if the connection has made no progress for too long."""
        unsent = self.socket.unsent_bytes
        if unsent < self._unsent_bytes:
            self.record_stall(now)
        return now - self._progress_at >= STALL_SECONDS


class PageReaders:
    """All readers of a page."""

    def __init__(
        self, content: PageContent, clock: Callable[[], float], on_change: Callable[[], None]
    ) -> None:
        """Start without readers.

        Args:
            content: what the page shows.
            clock: returns monotonic seconds.
            on_change: called when the number of readers has changed.
        """
        self._content = content
        self._clock = clock
        self._on_change = on_change
        self._readers: set[PageReader] = set()
        self._slow: set[PageReader] = set()
        """Readers with unsent frames."""

    def __len__(self) -> int:
        return len(self._readers)

    @property
    def is_full(self) -> bool:
        """True if no more readers are accepted."""
        return len(self._readers) >= MAX_READERS

    def add_reader(self, socket: ReaderSocket, session: str, next_segment: int) -> PageReader:
        """Add a reader, and send the present content.

        Args:
            socket: connection of the reader.
            session: session of the segments that the page has.
            next_segment: number of the first segment that it does not have.
        """
        is_known = session == self._content.session
        reader = PageReader(socket, max(next_segment, 0) if is_known else 0)
        self._readers.add(reader)
        self._send_to(reader)
        self._on_change()
        return reader

    def remove_reader(self, reader: PageReader) -> None:
        """Remove a reader whose connection has closed."""
        self._readers.discard(reader)
        self._slow.discard(reader)
        self._on_change()

    def send_news(self) -> None:
        """Send what is new to all readers that can receive it."""
        for reader in self._readers - self._slow:
            self._send_to(reader)

    def start_session(self) -> None:
        """Send the segments of a new session from the first one on."""
        for reader in self._readers:
            reader.start_session()

    def check_slow(self) -> None:
        """Send to slow readers that have caught up, and drop those that read nothing."""
        now = self._clock()
        for reader in list(self._slow):
            has_caught_up = not reader.socket.unsent_bytes
            if reader.send_news(self._content):
                self._slow.discard(reader)
            elif has_caught_up:
                reader.record_stall(now)
            elif reader.is_stalled(now):
                reader.socket.abort()

    def send_alive(self) -> None:
        """Show the pages that their connections work."""
        for reader in self._readers - self._slow:
            reader.socket.write_frame(_ALIVE_FRAME)

    def drop_all(self) -> None:
        """Disconnect all readers, because their address is no longer valid."""
        for reader in list(self._readers):
            reader.socket.abort()

    def _send_to(self, reader: PageReader) -> None:
        if not reader.send_news(self._content):
            self._slow.add(reader)
            reader.record_stall(self._clock())
