"""Messages between the app, the process that serves a page, and the page itself.

The app writes one JSON object per line to the standard input of the process: first a `PageSetup`,
then what changes. The process answers on its standard output, first with `PageListening` or
`PageRefused`. The pages receive `PageLook`, `PageRows`, `PageLive` and `PageSegments` as messages
of a WebSocket. Secrets are written to the standard input only.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

KEPT_SEGMENTS = 500
"""Segments that a new reader receives."""


class PageKind(StrEnum):
    """The pages, named as in their addresses."""

    OVERLAY = "overlay"
    AUDIENCE = "audience"


class PageSetup(msgspec.Struct, tag="setup", frozen=True):
    """How a page is served; the first message to the process."""

    page: PageKind
    port: int
    """TCP port."""
    token: str
    """Secret in the address of the page."""
    network: bool = False
    """True if other devices may open the page."""


class PageToken(msgspec.Struct, tag="token", frozen=True):
    """A new secret: readers with the old one are disconnected."""

    token: str


class PageLook(msgspec.Struct, tag="look", frozen=True, rename="camel"):
    """How captions look; lengths are CSS pixels, and opacities are numbers from 0 to 1."""

    families: tuple[str, ...]
    """Font families in order of preference, the last a generic one of CSS."""
    size: int
    small_capitals: bool
    upper_case: bool
    align: str
    """``left``, ``centre`` or ``right``."""
    committed: str
    """Colour as hexadecimal digits, like the others."""
    partial: str
    text_opacity: float
    edge: str
    """``none``, ``raised``, ``depressed``, ``uniform`` or ``drop-shadow``."""
    edge_colour: str
    edge_width: float
    background: str
    background_opacity: float
    window: str
    window_opacity: float
    sample: str
    """Text whose width tells how wide a row is."""
    row_samples: float
    """Width of the box around the rows, in widths of the sample."""
    position: str
    """``bottom`` or ``top``."""
    language: str
    """ISO 639 code of the spoken language; empty if it is not known."""


class PageRows(msgspec.Struct, tag="rows", frozen=True):
    """The rows on screen.

    Each run is a text, True if the text will not change, and the ISO 639 code of its language,
    which is empty if it is unknown.
    """

    rows: tuple[tuple[tuple[str, bool, str], ...], ...] = ()
    translated: int = 0
    """Number of rows at the end that are a translation, in smaller letters."""


class PageSpeech(msgspec.Struct, frozen=True):
    """A segment that is being spoken."""

    text: str
    label: str = ""
    lane: str = ""
    """Lane of the words; the label of a committed segment may be that of its speaker."""
    language: str = ""
    """ISO 639 code of the language; empty if it is unknown."""


class PageLive(msgspec.Struct, tag="live", frozen=True):
    """The segments that are being spoken."""

    segments: tuple[PageSpeech, ...] = ()
    paused: bool = False
    """True while no captions can come, because the user has paused them."""


class PageSegment(msgspec.Struct, frozen=True):
    """A committed segment."""

    number: int
    """Counted from 0 since the app started the output."""
    text: str
    label: str = ""
    lane: str = ""
    language: str = ""
    """ISO 639 code of the language; empty if it is unknown."""


class PageSegments(msgspec.Struct, tag="segments", frozen=True):
    """Committed segments in their order."""

    session: str
    """Changes when the numbers start again."""
    segments: tuple[PageSegment, ...]


class PageNames(msgspec.Struct, tag="names", frozen=True):
    """Names of speakers that the user has changed."""

    names: dict[str, str]
    """Present name by each label of earlier segments."""


class PageAlive(msgspec.Struct, tag="alive", frozen=True):
    """Shows the page that the connection works."""


class PageListening(msgspec.Struct, tag="listening", frozen=True):
    """The page can be opened; the first message from the process."""


class PageRefused(msgspec.Struct, tag="refused", frozen=True):
    """Why the page cannot be served."""

    code: str
    """Code of the message to the user."""
    parameters: dict[str, str]
    """Its parameters."""


class ReaderCount(msgspec.Struct, tag="readers", frozen=True):
    """How many pages are open."""

    count: int


Command: TypeAlias = (
    PageSetup | PageToken | PageLook | PageRows | PageLive | PageSegments | PageNames
)  # read by the process
Answer: TypeAlias = PageListening | PageRefused | ReaderCount  # read by the app
ToPage: TypeAlias = PageLook | PageRows | PageLive | PageSegments | PageNames | PageAlive

_encoder = msgspec.json.Encoder()
_command_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_answer_decoder: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


def encode_line(message: Command | Answer) -> bytes:
    """Return a message as a line."""
    return _encoder.encode(message) + b"\n"


def encode_page_message(message: ToPage) -> bytes:
    """Return a message for a page."""
    return _encoder.encode(message)


def decode_command(line: bytes) -> Command:
    """Return a message from the app.

    Raises:
        msgspec.DecodeError: the line holds none.
    """
    return _command_decoder.decode(line)


def decode_answer(line: bytes) -> Answer:
    """Return a message from the process.

    Raises:
        msgspec.DecodeError: the line holds none.
    """
    return _answer_decoder.decode(line)
