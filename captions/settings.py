"""What a user can choose: a frozen tree with defaults, and TOML text read into it and written back.

A value that is wrong falls back to its default and is reported; a key that this version does not
know survives a rewrite. The API key is no setting: it never enters this tree or its file.
"""

import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import platformdirs
import tomlkit
import tomlkit.exceptions

from captions import storage
from captions.errors import OutputError, UsageError
from captions.protocol.addresses import origin
from captions.protocol.options import (
    DEFAULT_MODEL_ID,
    MAX_KEYTERM_CHARS,
    MAX_KEYTERMS,
    RANGES,
    AudioFormat,
    CommitStrategy,
    Stability,
)
from captions.settings_rules import Rule, colour, one_of, problem_with, shown, within

FILE_NAME = "captions.toml"
FONT_STYLES = (
    "sans", "serif", "mono-sans", "mono-serif", "casual", "cursive", "small-capitals", "system",
)  # fmt: skip
EDGES = ("none", "raised", "depressed", "uniform", "drop-shadow")
Node = TypeVar("Node")
MAX_FILE_BYTES = 256 * 1024
"""Largest settings file; a thousand keyterms take less than 100 KiB."""
# Neither parser has an error of its own for numbers of thousands of digits and for deep tables.
_BROKEN = (tomlkit.exceptions.TOMLKitError, ValueError, RecursionError)


def _wire(default: float, name: str) -> Any:  # noqa: ANN401  # a dataclass field
    return within(default, *RANGES[name])


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """Where sound comes from."""

    source: str = "mic"
    """``mic``, ``system`` for what the computer plays, ``mic+system`` for both, the path of a
    recording, a URL, or ``-`` for standard input."""
    device: str = ""
    """Name of the microphone; empty follows the system's default."""
    sample_rate: str = one_of(AudioFormat.PCM_16000.value, *(item.value for item in AudioFormat))
    """How sound is sent to the speech server, as an audio format of the wire."""
    mic_label: str = "You"
    """Who speaks into the microphone, where the computer is heard as well; empty for no label."""
    system_label: str = "Others"
    """Who is heard from the computer, where the microphone is heard as well."""


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """Who recognises speech, and when a segment is closed."""

    server: str = ""
    """Base URL of a speech server; empty starts the on-device one."""
    plain_key_server: str = ""
    """Address of a server on another machine that may be sent the key unencrypted, where others
    on the network can read it; empty allows none."""
    model: str = "moonshine"
    """The on-device recogniser's name, as ``captions models`` lists it."""
    model_id: str = DEFAULT_MODEL_ID
    language: str = "en"
    """ISO 639 code; empty lets the server find out."""
    commit_strategy: str = one_of(
        CommitStrategy.VAD.value, *(item.value for item in CommitStrategy)
    )
    silence_seconds: float = _wire(0.7, "vad_silence_threshold_secs")
    """Seconds of silence that commit a segment."""
    vad_threshold: float = _wire(0.4, "vad_threshold")
    """Probability from which a sound counts as speech; higher is less sensitive."""
    min_speech_ms: int = _wire(100, "min_speech_duration_ms")
    """Milliseconds of speech that open a segment."""
    min_silence_ms: int = _wire(100, "min_silence_duration_ms")
    """Milliseconds from which a dip counts as silence."""
    keyterms: tuple[str, ...] = field(
        default=(), metadata={"rule": Rule(most=MAX_KEYTERMS, longest=MAX_KEYTERM_CHARS)}
    )
    """Names and rare words to expect."""
    stability: str = one_of(Stability.BALANCED.value, *(item.value for item in Stability))
    """How calm partials are; the more, the later they come. Only the on-device server knows it."""

    @property
    def allows_plain_key(self) -> bool:
        """True if the user allows the key to be sent unencrypted to the server."""
        return bool(self.server) and origin(self.server) == origin(self.plain_key_server)

    @property
    def manual(self) -> bool:
        """Whether commits are left to the user."""
        return self.commit_strategy == CommitStrategy.MANUAL


@dataclass(frozen=True, slots=True)
class CaptionSettings:
    """How words become rows."""

    mode: str = one_of("roll-up", "roll-up", "pop-on", "paint-on")
    """How words come: row by row from below as they are spoken; in whole sentences, once they are
    settled; or word by word into a block that is replaced when it is full."""
    rows: int = within(2, 1, 6)
    """Rows on screen at once."""
    row_chars: int = within(42, 16, 120)
    """Length of a row, in average characters; used where `row_percent` is 0."""
    row_percent: int = within(0, 0, 90)
    """Length of a row, in percent of the screen's width; 0 goes by characters."""
    hold_seconds: float = within(1.0, 0.0, 10.0)
    """Seconds that a whole block (pop-on) or a full page (paint-on) stays at least."""
    clear_seconds: float = within(8.0, 0.0, 600.0)
    """Seconds of silence after which the captions go away; 0 keeps them."""
    read_out: bool = True
    """Whether screen readers say each committed sentence; where the computer's own sound is
    captioned, the reader's voice would be captioned as well, and read out again."""


@dataclass(frozen=True, slots=True)
class AppearanceSettings:
    """How captions look."""

    font: str = ""
    """Font family; empty takes the first installed one of the style."""
    font_style: str = one_of("sans", *FONT_STYLES)
    """One of the eight styles of 47 CFR 79.103(c)(7); for where no family is named."""
    font_px: int = within(34, 10, 200)
    """Height of the font, in pixels that the system scales with the display."""
    upper_case: bool = False
    align: str = one_of("left", "left", "centre", "right")
    committed_colour: str = colour("#ffffff")
    partial_colour: str = colour("#bfbfbf")
    text_opacity: float = within(1.0, 0.0, 1.0)
    """0 is clear, 1 is solid; so are the other opacities."""
    edge: str = one_of("uniform", *EDGES)
    """One of the five edge styles of 47 CFR 79.103(c)(6)."""
    edge_colour: str = colour("#000000")
    outline_px: float = within(2.0, 0.0, 12.0)
    """Width of the edge, in scaled pixels."""
    background_colour: str = colour("#000000")
    background_opacity: float = within(0.0, 0.0, 1.0)
    """Of the ground behind the letters."""
    window_colour: str = colour("#000000")
    window_opacity: float = within(0.8, 0.0, 1.0)
    """Of the whole box in which captions stand."""


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Where the overlay stands."""

    screen: str = ""
    """Name of the monitor; empty takes the primary one."""
    position: str = one_of("bottom", "bottom", "top", "free")
    """At an edge, or wherever it was dragged to last."""
    margin_px: int = within(48, 0, 2000)
    """Distance from the edge of the screen, in scaled pixels."""
    click_through: bool = False
    """Whether the overlay is locked: clicks go to what is below. Otherwise it can be dragged."""
    hide_from_sharing: bool = False
    """Whether the overlay is left out of what is recorded or shared, where the system can."""


@dataclass(frozen=True, slots=True)
class ShortcutSettings:
    """Keys that work in any program, as Qt writes them in English; empty is none."""

    pause: str = "Ctrl+Alt+P"
    commit: str = "Ctrl+Alt+Return"
    clear: str = "Ctrl+Alt+K"
    show: str = "Ctrl+Alt+H"
    lock: str = "Ctrl+Alt+L"
    larger: str = "Ctrl+Alt++"
    smaller: str = "Ctrl+Alt+-"


@dataclass(frozen=True, slots=True)
class InterfaceSettings:
    """The dialog, the menu and the notifications."""

    language: str = one_of("", "", "en", "de")
    """ISO 639 code; empty takes the system's."""
    welcomed: bool = False
    """Whether the first start has been seen."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole tree; each part of the app gets its own branch."""

    sound: SoundSettings = SoundSettings()
    recognition: RecognitionSettings = RecognitionSettings()
    captions: CaptionSettings = CaptionSettings()
    appearance: AppearanceSettings = AppearanceSettings()
    window: WindowSettings = WindowSettings()
    shortcuts: ShortcutSettings = ShortcutSettings()
    interface: InterfaceSettings = InterfaceSettings()


class Loaded(NamedTuple):
    """Settings and everything that was wrong with their text, a sentence for each."""

    settings: Settings
    problems: list[str]


def default_path() -> Path:
    """Name the settings file in the user's configuration folder."""
    return platformdirs.user_config_path("captions", appauthor=False) / FILE_NAME


def load(path: Path, *, must_exist: bool = False) -> Loaded:
    """Read a settings file; one that is missing means all defaults.

    Raises:
        UsageError: the file was named by the user and cannot be read.
    """
    try:
        text, _ = storage.decode(storage.read(path, MAX_FILE_BYTES))
    except FileNotFoundError as error:
        if must_exist:
            raise UsageError(f"There is no settings file {path}: check its path.") from error
        return Loaded(Settings(), [])
    except (OSError, UnicodeDecodeError) as error:
        sentence = f"The settings file {path} cannot be read: {_reason(error)}."
        if must_exist:
            raise UsageError(sentence) from error
        return Loaded(Settings(), [sentence])
    return parse(text)


def parse(text: str) -> Loaded:
    """Read TOML text; whatever is wrong in it keeps its default and is reported."""
    try:
        document = tomllib.loads(text)
    except _BROKEN as error:
        return Loaded(Settings(), [f"The settings are no valid TOML, so all are default: {error}."])
    found: list[str] = []
    return Loaded(_read_node(Settings(), document, "", found), found)


def with_choices(
    settings: Settings,
    *,
    source: str = "",
    device: str = "",
    server: str = "",
    allow_plain_key: bool = False,
) -> Settings:
    """Return settings with another source, device or server; what is empty stays as it was."""
    sound, recognition = settings.sound, settings.recognition
    server = server or recognition.server
    plain = server if allow_plain_key else recognition.plain_key_server
    return replace(
        settings,
        sound=replace(sound, source=source or sound.source, device=device or sound.device),
        recognition=replace(recognition, server=server, plain_key_server=plain),
    )


def with_changes(settings: Settings, before: Settings, after: Settings) -> Settings:
    """Return settings with whatever differs between two others, and nothing else of them."""
    branches = {}
    for part in fields(settings):
        old, new = getattr(before, part.name), getattr(after, part.name)
        changes = {
            leaf.name: getattr(new, leaf.name)
            for leaf in fields(new)
            if getattr(old, leaf.name) != getattr(new, leaf.name)
        }
        branches[part.name] = replace(getattr(settings, part.name), **changes)
    return replace(settings, **branches)


def write(settings: Settings, text: str = "") -> str:
    """Return ``text`` with the settings in it; its comments and unknown keys stay.

    Raises:
        UsageError: ``text`` is no TOML, so that writing into it would lose what it holds.
    """
    try:
        document = tomlkit.parse(text)
    except _BROKEN as error:
        raise UsageError(
            f"The settings file is no valid TOML; mend or remove it: {error}."
        ) from error
    for part in fields(settings):
        if not isinstance(document.get(part.name), MutableMapping):
            document[part.name] = tomlkit.table()
        table = cast("dict[str, Any]", document[part.name])
        branch = getattr(settings, part.name)
        for leaf in fields(branch):
            value = getattr(branch, leaf.name)
            table[leaf.name] = list(value) if isinstance(value, tuple) else value
    return tomlkit.dumps(document)


def save(settings: Settings, path: Path) -> None:
    """Replace the settings file in one step, so that a crash leaves the old or the new one.

    A link keeps pointing to the file, and the file keeps its permissions, encoding and line ends.

    Raises:
        OutputError: the folder or the file cannot be written.
        UsageError: the present file is no TOML.
    """
    try:
        old, encoding = storage.decode(storage.read(path, MAX_FILE_BYTES))
    except FileNotFoundError:
        old, encoding = "", storage.TextEncoding()
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The settings file {path} is not a text: correct or remove it."
        ) from error
    except OSError as error:
        raise _unsaved(path, error) from error
    try:
        storage.replace(path, encoding.encode(write(settings, old)))
    except (OSError, UnicodeEncodeError) as error:
        raise _unsaved(path, error) from error


def _unsaved(path: Path, error: OSError | UnicodeError) -> OutputError:
    return OutputError(f"The settings cannot be saved to {path}: {_reason(error)}.")


def _reason(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "a name in them has characters that no text file can hold"
    return "it is not a text" if isinstance(error, UnicodeError) else str(error.strerror)


def _read_node(default: Node, given: Mapping[str, Any], where: str, found: list[str]) -> Node:
    changes: dict[str, Any] = {}
    for leaf in fields(cast("Any", default)):
        if leaf.name not in given:
            continue
        value, present = given[leaf.name], getattr(default, leaf.name)
        name = f"{where}{leaf.name}"
        if is_dataclass(present):
            if isinstance(value, dict):
                changes[leaf.name] = _read_node(present, value, f"{name}.", found)
            else:
                found.append(f"{name} should be a table, so its settings are default.")
            continue
        wrong = problem_with(value, present, leaf.metadata.get("rule", Rule()))
        if wrong:
            found.append(f"{name} = {shown(value)} {wrong}; using {present!r}.")
        else:
            changes[leaf.name] = type(present)(value)
    return cast("Node", replace(cast("Any", default), **changes))
