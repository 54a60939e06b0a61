"""Schema of the settings: a frozen tree with defaults.

The docstrings of its fields are written for users, because `packaging/settings_guide.py` generates
the guide to the settings from them. The API key is not a setting: it never enters this tree.
"""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from captions.protocol.addresses import parse_origin
from captions.protocol.options import (
    DEFAULT_MODEL_ID,
    MAX_KEYTERM_CHARS,
    MAX_KEYTERM_WORDS,
    MAX_KEYTERMS,
    RANGES,
    AudioFormat,
    CommitStrategy,
    PartialStability,
)
from captions.settings.outputs import OutputsSettings
from captions.settings.rules import FieldRule, Number, choice_field, colour_field, number_field
from captions.settings.source import CapturedSource
from captions.settings.words import WordSettings

Node = TypeVar("Node")

FONT_STYLES = (
    "sans", "serif", "mono-sans", "mono-serif", "casual", "cursive", "small-capitals", "system",
)  # fmt: skip
CHROMA_KEYS = ("", "green", "magenta", "black")
EDGES = ("none", "raised", "depressed", "uniform", "drop-shadow")


def _wire_field(default: Number, name: str) -> Number:
    return number_field(default, *RANGES[name])


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """The audio source."""

    source: str = "mic"
    """Audio source: ``mic``, ``system`` for computer audio, ``mic+system`` for both, the path of a
    recording, a URL, or ``-`` for standard input."""
    device: str = ""
    """Name of the microphone; empty for the system's default."""
    sample_rate: str = choice_field(
        AudioFormat.PCM_16000.value, *(item.value for item in AudioFormat)
    )
    """Audio format that is sent to the speech server, with its sample rate in hertz."""
    mic_label: str = "You"
    """Label of speech from the microphone if both sources are captioned; empty for none."""
    system_label: str = "Others"
    """Label of computer audio if both sources are captioned; empty for none."""


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """Speech recognition, and when a segment is committed."""

    server: str = ""
    """Base URL of a speech server; empty for the on-device server."""
    plain_key_server: str = ""
    """Address of a server on another computer to which the key may be sent unencrypted, so that
    others on the network can read it; empty for none."""
    model: str = "moonshine"
    """Name of the on-device speech model, as listed by ``captions models``."""
    model_id: str = DEFAULT_MODEL_ID
    """Name of the model that is requested from the speech server."""
    language: str = "en"
    """ISO 639 code of the spoken language; empty for automatic detection by the server."""
    computer_language: str = ""
    """ISO 639 code of the language of the computer's audio if both sources are captioned; empty for
    the same language."""
    commit_strategy: str = choice_field(
        CommitStrategy.VAD.value, *(item.value for item in CommitStrategy)
    )
    """Commit mode: ``vad`` commits a segment after a pause, ``manual`` only on your command."""
    silence_seconds: float = _wire_field(0.7, "vad_silence_threshold_secs")
    """Silence in seconds after which a segment is committed."""
    vad_threshold: float = _wire_field(0.4, "vad_threshold")
    """Speech threshold: probability above which audio is speech; higher is less sensitive."""
    min_speech_ms: int = _wire_field(100, "min_speech_duration_ms")
    """Minimum duration of speech in milliseconds; shorter sounds are ignored."""
    min_silence_ms: int = _wire_field(100, "min_silence_duration_ms")
    """Minimum duration of silence in milliseconds; shorter gaps count as speech."""
    keyterms: tuple[str, ...] = field(
        default=(),
        metadata={
            "rule": FieldRule(
                max_items=MAX_KEYTERMS,
                max_item_chars=MAX_KEYTERM_CHARS,
                max_item_words=MAX_KEYTERM_WORDS,
            )
        },
    )
    """Names and rare words that the recogniser should expect."""
    stability: str = choice_field(
        PartialStability.BALANCED.value, *(item.value for item in PartialStability)
    )
    """Stability of partials: the more stable, the later they appear; on-device server only."""
    speakers: bool = False
    """True if captions show which of several people is speaking. The model for this is downloaded
    once; if both sources are captioned, the people of the microphone are not told apart."""

    @property
    def allows_plain_key(self) -> bool:
        """True if the user allows the key to be sent unencrypted to the server."""
        return bool(self.server) and parse_origin(self.server) == parse_origin(
            self.plain_key_server
        )

    @property
    def is_manual(self) -> bool:
        """True if only the user commits segments."""
        return self.commit_strategy == CommitStrategy.MANUAL


@dataclass(frozen=True, slots=True)
class CaptionSettings:
    """How words are arranged in rows."""

    mode: str = choice_field("roll-up", "roll-up", "pop-on", "paint-on")
    """Caption mode. Roll-up: words appear as they are spoken and rows scroll up. Pop-on: whole
    sentences appear when they are complete. Paint-on: words fill a block that is replaced when it
    is full."""
    rows: int = number_field(2, 1, 6)
    """Number of rows on screen."""
    row_chars: int = number_field(42, 16, 120)
    """Width of a row in average characters; used if ``row_percent`` is 0."""
    row_percent: int = number_field(0, 0, 90)
    """Width of a row in percent of the screen's width; 0 to use ``row_chars``."""
    hold_seconds: float = number_field(1.0, 0.0, 10.0)
    """Minimum time in seconds that a whole block (pop-on) or a full page (paint-on) stays on
    screen."""
    clear_seconds: float = number_field(8.0, 0.0, 600.0)
    """Silence in seconds after which the captions are cleared; 0 for never."""
    translation: str = choice_field("off", "off", "below", "instead")
    """Machine translation into English, marked EN: ``off``, ``below`` the original in smaller
    letters, or ``instead`` of it. Needs a recogniser on this computer that can translate, such as
    the multilingual Whisper models."""
    read_out: bool = True
    """True if screen readers announce each committed sentence. If computer audio is
    captioned, the voice of the screen reader is captioned as well."""


@dataclass(frozen=True, slots=True)
class AppearanceSettings:
    """How captions look."""

    font: str = ""
    """Font family; empty for the first installed one of ``font_style``."""
    font_style: str = choice_field("sans", *FONT_STYLES)
    """Font style: one of the eight styles of 47 CFR 79.103(c)(7); used if ``font`` is empty."""
    font_px: int = number_field(34, 10, 200)
    """Font height in device-independent pixels."""
    upper_case: bool = False
    """True if captions are shown in capital letters."""
    align: str = choice_field("left", "left", "centre", "right")
    """Alignment of the rows; left-aligned captions do not move while you read."""
    committed_colour: str = colour_field("#ffffff")
    """Colour of committed words."""
    partial_colour: str = colour_field("#bfbfbf")
    """Colour of words that may still change."""
    text_opacity: float = number_field(1.0, 0.0, 1.0)
    """Opacity of the letters from 0 (transparent) to 1 (opaque)."""
    edge: str = choice_field("uniform", *EDGES)
    """Edge of the letters: one of the five edge styles of 47 CFR 79.103(c)(6)."""
    edge_colour: str = colour_field("#000000")
    """Colour of the edge of the letters."""
    outline_px: float = number_field(2.0, 0.0, 12.0)
    """Width of the edge of the letters in device-independent pixels."""
    background_colour: str = colour_field("#000000")
    """Colour of the background behind the letters."""
    background_opacity: float = number_field(0.0, 0.0, 1.0)
    """Opacity of the background behind the letters from 0 (transparent) to 1 (opaque)."""
    window_colour: str = colour_field("#000000")
    """Colour of the box that contains the captions."""
    window_opacity: float = number_field(0.8, 0.0, 1.0)
    """Opacity of the box that contains the captions from 0 (transparent) to 1 (opaque)."""
    chroma_key: str = choice_field("", *CHROMA_KEYS)
    """Key colour for streaming: captions appear in an ordinary window filled with this colour,
    which OBS can capture and make transparent; empty for captions on top of other windows."""


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Where the overlay appears."""

    screen: str = ""
    """Name of the monitor; empty for the primary one."""
    position: str = choice_field("bottom", "bottom", "top", "free")
    """Position of the captions: an edge of the screen, or ``free`` for the place to which you
    dragged them last."""
    # The control bars of meetings stand at the lower edge. LiveKit's is 69 px high
    # (livekit/components-js, packages/styles/scss/themes/default.scss: --control-bar-height), and
    # pages modelled on Google Meet use 64 to 80 px. Captions stay 16 px above the highest.
    margin_px: int = number_field(96, 0, 2000)
    """Distance of the captions from the edge of the screen in device-independent pixels."""
    click_through: bool = False
    """True if the captions are locked and pass clicks to the window below; otherwise you can drag
    them."""
    hide_from_sharing: bool = False
    """True if the captions are excluded from recordings and screen sharing, where the system can do
    so."""


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """What is kept of the transcript."""

    keep: str = choice_field("session", "session", "days", "always")
    """How long transcripts are kept: ``session`` until Captions quits, ``days`` for the number of
    days in ``keep_days``, or ``always``."""
    keep_days: int = number_field(30, 1, 3650)
    """Number of days after which a transcript is deleted if ``keep`` is ``days``."""
    keep_sound: bool = False
    """True if the audio is kept with each transcript, about 12 MB per hour and source."""
    write: tuple[str, ...] = field(default=(), metadata={"rule": FieldRule(max_items=8)})
    """Paths of files to which each sentence is appended as soon as it is committed; the extension
    selects the format: ``.txt``, ``.srt``, ``.vtt`` or ``.jsonl``."""

    @property
    def is_kept(self) -> bool:
        """True if transcripts are kept after the app quits."""
        return self.keep != "session"


@dataclass(frozen=True, slots=True)
class ShortcutSettings:
    """Global keyboard shortcuts in Qt's English notation; empty for none."""

    pause: str = "Ctrl+Alt+P"
    """Shortcut that pauses and resumes captioning."""
    commit: str = "Ctrl+Alt+Return"
    """Shortcut that commits the speech so far."""
    clear: str = "Ctrl+Alt+K"
    """Shortcut that clears the captions."""
    transcript: str = "Ctrl+Alt+W"
    """Shortcut that opens the transcript."""
    show: str = "Ctrl+Alt+H"
    """Shortcut that shows and hides the captions."""
    lock: str = "Ctrl+Alt+L"
    """Shortcut that locks and unlocks the captions."""
    larger: str = "Ctrl+Alt++"
    """Shortcut that increases the text size."""
    smaller: str = "Ctrl+Alt+-"
    """Shortcut that decreases the text size."""


@dataclass(frozen=True, slots=True)
class InterfaceSettings:
    """The dialogs, the menu and the notifications."""

    language: str = choice_field("", "", "en", "de")
    """ISO 639 code of the language of the interface; empty for the system's language."""
    welcomed: bool = False
    """True if the welcome dialog has been completed."""
    transcript_clock: bool = False
    """True if the transcript window shows times of day instead of the time since the beginning."""
    transcript_percent: int = number_field(100, 70, 300)
    """Size of the text in the transcript window in per cent."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole tree; each part of the app receives its own branch."""

    sound: SoundSettings = SoundSettings()
    recognition: RecognitionSettings = RecognitionSettings()
    captions: CaptionSettings = CaptionSettings()
    appearance: AppearanceSettings = AppearanceSettings()
    window: WindowSettings = WindowSettings()
    history: HistorySettings = HistorySettings()
    words: WordSettings = field(default_factory=WordSettings)
    outputs: OutputsSettings = field(default_factory=OutputsSettings)
    shortcuts: ShortcutSettings = ShortcutSettings()
    interface: InterfaceSettings = InterfaceSettings()

    @property
    def computer_language(self) -> str:
        """Language of the computer's audio if it may differ from the microphone's, as set."""
        is_call = self.sound.source == CapturedSource.BOTH
        return self.recognition.computer_language if is_call else ""

    def language_of(self, lane: str) -> str:
        """Language of a lane as set; empty if it is detected."""
        is_computer = lane == CapturedSource.COMPUTER
        return (is_computer and self.computer_language) or self.recognition.language

    @property
    def spoken_languages(self) -> tuple[str, ...]:
        """Languages of all lanes as set; an empty one is detected."""
        languages = (self.recognition.language, self.computer_language)
        return languages if languages[1] else languages[:1]


def with_overrides(
    settings: Settings,
    *,
    source: str = "",
    device: str = "",
    server: str = "",
    allow_plain_key: bool = False,
) -> Settings:
    """Return settings with another source, device or server; empty arguments change nothing."""
    sound, recognition = settings.sound, settings.recognition
    server = server or recognition.server
    plain = server if allow_plain_key else recognition.plain_key_server
    return replace(
        settings,
        sound=replace(sound, source=source or sound.source, device=device or sound.device),
        recognition=replace(recognition, server=server, plain_key_server=plain),
    )


def with_history(
    settings: Settings, *, keep: bool | None = None, write: tuple[str, ...] = ()
) -> Settings:
    """Return settings for one run.

    Args:
        settings: the settings in the file.
        keep: True to keep the transcript, False not to; `None` changes nothing.
        write: more files to which the transcript is written.
    """
    history = settings.history
    if keep is not None and keep != history.is_kept:
        history = replace(history, keep="always" if keep else "session")
    files = tuple(dict.fromkeys((*history.write, *write)))
    return replace(settings, history=replace(history, write=files))


def with_changes(settings: Node, before: Node, after: Node) -> Node:
    """Return a tree of settings with the values that ``after`` has and ``before`` had not."""
    changes = {}
    for part in fields(cast("Any", settings)):
        present, old, new = (getattr(node, part.name) for node in (settings, before, after))
        if is_dataclass(present):
            changes[part.name] = with_changes(present, old, new)
        elif old != new:
            changes[part.name] = new
    return cast("Node", replace(cast("Any", settings), **changes))
