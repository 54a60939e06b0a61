"""Stand-ins for the platforms, which follow the platforms' documents.

Sources: Zoom support 115002212983, YouTube support 6077032, and Microsoft's page
*meeting-apps-apis*.
"""

import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from itertools import pairwise

from typing_extensions import override

from tests.support.servers.platform_server import PlatformServer, Received, Reply

_SECRET = "4f1c9a%2Bx"  # noqa: S105  # of no account
_YOUTUBE_TOLERANCE = 60.0


class _NumberedServer(PlatformServer):
    """Ignores posts whose number it has seen."""

    def __init__(self) -> None:
        super().__init__()
        self.last_number = 0
        self.repeats = 0
        """Posts that had been accepted before."""

    @property
    def numbers(self) -> list[int]:
        """Numbers of the accepted posts."""
        return [received.number for received in self.accepted]

    @property
    def is_gapless(self) -> bool:
        """True if the numbers increase by one."""
        return all(after == before + 1 for before, after in pairwise(self.numbers))

    def accept(self, received: Received) -> None:
        """Keep a post, unless it is a retry of one that was accepted."""
        if received.number <= self.last_number:
            self.repeats += 1
            return
        self.last_number = received.number
        self.accepted.append(received)


class ZoomServer(_NumberedServer):
    """A Zoom meeting."""

    path = f"/closedcaption?id=200610693&ns=GZHkEA==&expire=86400&signature={_SECRET}"

    def __init__(self) -> None:
        super().__init__()
        self.is_started = True

    @override
    def decide(self, received: Received) -> Reply:
        if received.parameters.get("signature") != "4f1c9a+x":
            return Reply(403)
        if not self.is_started:
            return Reply(400)
        if received.method == "GET":
            is_number = received.path == "/closedcaption/seq"
            return Reply(200, str(self.last_number).encode()) if is_number else Reply(405)
        if "seq" not in received.parameters or "lang" not in received.parameters:
            return Reply(403)
        self.accept(received)
        return Reply()


class YouTubeServer(_NumberedServer):
    """A live stream on YouTube, whose clock may differ from the one of this computer."""

    path = f"/closedcaption?cid={_SECRET}"

    def __init__(self, clock_offset: float = 0.0, *, writes_time: bool = True) -> None:
        super().__init__()
        self.clock_offset = clock_offset
        """Seconds by which the server is ahead of this computer."""
        self.writes_time = writes_time
        """True if the body of an answer is the server's time."""
        self.heartbeats: list[Received] = []
        self.refused: list[str] = []
        """Posts whose times were more than a minute off."""

    @property
    def now(self) -> float:
        """The server's time in seconds since 1970."""
        return time.time() + self.clock_offset

    @property
    def captions(self) -> list[tuple[float, str]]:
        """Times in seconds since 1970, and texts."""
        return [caption for text in self.texts for caption in read_captions(text)]

    @override
    def decide(self, received: Received) -> Reply:
        if not received.body:
            self.heartbeats.append(received)
        elif any(abs(at - self.now) > _YOUTUBE_TOLERANCE for at, _ in read_captions(received.text)):
            self.refused.append(received.text)
            return Reply(400)
        else:
            self.accept(received)
        moment = datetime.fromtimestamp(self.now, UTC).replace(tzinfo=None)
        body = moment.isoformat(timespec="milliseconds").encode() if self.writes_time else b""
        return Reply(200, body, {"Date": formatdate(self.now, usegmt=True)})


class TeamsServer(PlatformServer):
    """A Teams meeting."""

    path = f"/cartcaption?meetingid=1&token={_SECRET}&lang=en-us"

    def __init__(self) -> None:
        super().__init__()
        self.is_started = True
        self.is_expired = False

    @override
    def decide(self, received: Received) -> Reply:
        if self.is_expired:
            return Reply(401)
        if not self.is_started:
            return Reply(404)
        self.accepted.append(received)
        return Reply()


class WebhookServer(PlatformServer):
    """A web server of the user's own."""

    path = f"/hooks/{_SECRET}"


def read_captions(text: str) -> list[tuple[float, str]]:
    """Return the times, in seconds since 1970, and texts of a post to YouTube."""
    assert text.endswith("\n")
    lines = text.split("\n")[:-1]
    assert len(lines) % 2 == 0
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return [
        ((datetime.fromisoformat(f"{at}+00:00") - start) / timedelta(seconds=1), caption)
        for at, caption in zip(lines[::2], lines[1::2], strict=True)
    ]
