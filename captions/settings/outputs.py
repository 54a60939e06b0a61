"""Schema of the settings of outputs, which send captions to other programs, pages and platforms.

The addresses of platforms and the password of OBS are not settings: they are secrets, and are
stored in the system's keyring or read from the environment (`captions.credentials`).
"""

from dataclasses import dataclass

from captions.settings.rules import choice_field, number_field

WORD_RULES = ("all", "replacements", "none")
"""Which of the word rules a text gets: replacements and profanity, replacements only, or none."""
TEXTS = ("original", "translation", "both")
"""Which text an output receives: what was said, its machine translation, or both."""
LANES = ("all", "mic", "system")
"""Which lanes an output receives; a single source is always received."""


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """What all outputs have in common."""

    enabled: bool = False
    """True if captions are sent."""
    delay_seconds: float = number_field(0.0, 0.0, 120.0)
    """Delay in seconds, for a stream that runs behind."""
    lanes: str = choice_field("all", *LANES)
    """Which speech is sent if both sources are captioned: ``all``, ``mic`` or ``system``."""
    text: str = choice_field("original", *TEXTS)
    """Which text is sent: the ``original``, its machine ``translation`` into English, which begins
    with ``[EN]``, or ``both``. Needs a recogniser that can translate."""
    word_rules: str = choice_field("all", *WORD_RULES)
    """Which word rules apply: ``all``, only ``replacements``, or ``none``."""


@dataclass(frozen=True, slots=True)
class PageSettings(OutputSettings):
    """The page for OBS and other programs that show a browser source."""

    port: int = number_field(4581, 1024, 65_535)
    """Port of the page on this computer."""
    partials: bool = True
    """True to show words as they are spoken; false to show only committed sentences."""


@dataclass(frozen=True, slots=True)
class AudienceSettings(OutputSettings):
    """The page for readers on phones, tablets and other computers."""

    port: int = number_field(4582, 1024, 65_535)
    """Port of the page."""
    partials: bool = True
    """True to show words as they are spoken; false to show only committed sentences."""
    network: bool = False
    """True if other devices in the local network can open the page."""


@dataclass(frozen=True, slots=True)
class ObsSettings(OutputSettings):
    """OBS Studio, through its WebSocket server."""

    address: str = "ws://127.0.0.1:4455"
    """Address of the WebSocket server of OBS."""
    text_source: str = "Captions"
    """Name of a text source that shows the captions; empty for none. A source with another name is
    not changed."""
    partials: bool = True
    """True to show words as they are spoken, in the text source and in the stream; false to show
    only committed sentences."""
    stream_captions: bool = False
    """True to send captions with the stream (CEA-608), which viewers can turn on and off."""
    stream_rows: int = number_field(2, 1, 3)
    """Number of rows of the captions in the stream."""
    stream_row_chars: int = number_field(25, 16, 32)
    """Characters in a row of the captions in the stream."""


@dataclass(frozen=True, slots=True)
class YouTubeSettings(OutputSettings):
    """Captions of a live stream on YouTube."""


@dataclass(frozen=True, slots=True)
class ZoomSettings(OutputSettings):
    """Captions of a Zoom meeting."""


@dataclass(frozen=True, slots=True)
class TeamsSettings(OutputSettings):
    """CART captions of a Microsoft Teams meeting."""


@dataclass(frozen=True, slots=True)
class WebhookSettings(OutputSettings):
    """A web server of your own."""

    partials: bool = False
    """True to send words as they are spoken as well."""


@dataclass(frozen=True, slots=True)
class OutputsSettings:
    """Where captions are sent besides the overlay."""

    page: PageSettings = PageSettings()
    audience: AudienceSettings = AudienceSettings()
    obs: ObsSettings = ObsSettings()
    youtube: YouTubeSettings = YouTubeSettings()
    zoom: ZoomSettings = ZoomSettings()
    teams: TeamsSettings = TeamsSettings()
    webhook: WebhookSettings = WebhookSettings()
