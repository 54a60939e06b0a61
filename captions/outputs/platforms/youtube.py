"""Captions of a live stream on YouTube, at the ingestion address of YouTube Studio.

https://support.google.com/youtube/answer/6077032: a post contains pairs of lines, a time in UTC and
a text, in which ``<br>`` is a line break. ``seq`` increases by one between posts of new text, but
not for retries. YouTube shows a caption when the stream reaches its time, and refuses times that
are more than a minute away from its clock.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from typing_extensions import override

from captions.formats.cues.alignment import TimeSpan
from captions.formats.cues.cue import TimedPiece
from captions.formats.cues.timed_pieces import time_pieces
from captions.formats.fields import clean_text
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.platforms import addresses
from captions.outputs.platforms.http_client import PostClient, PostRequest, PostResponse
from captions.outputs.platforms.platform_profile import Answer, NumberedProfile
from captions.outputs.platforms.sequence_numbers import SequenceNumbers
from captions.outputs.platforms.server_clock import ServerClock
from captions.outputs.platforms.text_lines import count_pieces

_ROW_CHARS = 42
_MIN_ROW_CHARS = 24
_ROWS = 2
_LINE_BREAK = "<br>"
_NO_MARKUP = str.maketrans("<>", "\u2039\u203a")
"""Angle brackets, which could be read as markup, become angle quotation marks."""
_MIN_SECONDS = 0.001
"""Time between two captions; times must differ."""
_MAX_LATENESS = 50.0
"""Age in seconds of the earliest caption of a new post, so that a retry is not too old at once."""


class YouTubeProfile(NumberedProfile):
    """A live stream on YouTube."""

    rule = addresses.YOUTUBE
    answers: ClassVar[Mapping[int, Answer]] = {
        400: Answer(Message("youtube_not_started")),
        403: Answer(Message("youtube_refuses"), is_final=True),
        404: Answer(Message("youtube_not_started")),
    }
    max_age = 45.0
    """Seconds after which a segment is given up; YouTube refuses times over a minute old."""

    def __init__(
        self,
        numbers: SequenceNumbers,
        heartbeat_interval: float = 10.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Prepare to send.

        Args:
            numbers: last number of each address.
            heartbeat_interval: seconds without captions after which an empty post is sent.
            clock: returns the time of this computer in seconds since 1970.
        """
        super().__init__(numbers)
        self.heartbeat_interval = heartbeat_interval
        self._clock = clock
        self._server_clock = ServerClock()

    @override
    async def prepare(self, address: str) -> None:
        if address != self.address:
            self._server_clock = ServerClock()
        await super().prepare(address)

    @override
    async def verify(self, client: PostClient) -> bool:
        heartbeat = self.make_heartbeat()
        response = await client.send_request(heartbeat)
        self.record_response(heartbeat, response)
        self.check_response(response)
        return True

    @override
    def make_texts(self, segment: TranscriptSegment, delay: float) -> Sequence[str]:
        marked = replace(segment, text=clean_text(segment.text).translate(_NO_MARKUP))
        pieces = time_pieces(marked, TimeSpan(0.0, 0.0))
        if not pieces:
            return []
        begin = pieces[0].start
        spoken = self._clock() if segment.wall_time is None else segment.wall_time
        offset = spoken + delay + self._server_clock.offset - begin
        label = clean_text(segment.label).translate(_NO_MARKUP)
        earliest = self._clock() + self._server_clock.offset - _MAX_LATENESS
        return [_write_captions(pieces, f"{label}: " if label else "", offset, earliest)]

    @override
    def make_request(self, text: str, number: int) -> PostRequest:
        return PostRequest(addresses.add_parameters(self.address, seq=number), text.encode())

    @override
    def make_heartbeat(self) -> PostRequest:
        """Return an empty post, whose answer has the server's time; it has no number of its own."""
        return self.make_request("", self.next_number)

    @override
    def record_response(self, request: PostRequest, response: PostResponse) -> None:
        # The answer to a caption could contain the caption's own time.
        self._server_clock.add_response(response, has_body_time=not request.body)


def format_time(seconds: float) -> str:
    """Return a time in UTC as YouTube expects it, such as ``2026-11-30T12:00:00.250``."""
    moment = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds")


def _write_captions(
    pieces: Sequence[TimedPiece], label: str, offset: float, earliest: float
) -> str:
    """Return pairs of lines, each for up to two rows.

    Args:
        pieces: words with their stream times.
        label: what comes before the first word.
        offset: seconds from stream time to the server's time since 1970.
        earliest: first time that the server accepts; words that were spoken before get it.
    """
    pairs: list[str] = []
    texts = [piece.text for piece in pieces]
    texts[0] = label + texts[0].lstrip()
    done, last = 0, earliest - offset - _MIN_SECONDS
    while done < len(texts):
        last = max(pieces[done].start, last + _MIN_SECONDS)
        rows: list[str] = []
        while done < len(texts) and len(rows) < _ROWS:
            count = count_pieces(texts[done:], _ROW_CHARS, _MIN_ROW_CHARS)
            rows.append("".join(texts[done : done + count]).strip())
            done += count
        pairs += [format_time(last + offset), _LINE_BREAK.join(rows)]
    return "\n".join([*pairs, ""])
