"""Schema of the settings: a frozen tree with defaults, and conversion from and to TOML.

An invalid value is replaced by its default and reported. Unknown keys survive a rewrite. The API
key is not a setting: it never enters this tree or its file.
"""

import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import platformdirs
import tomlkit
import tomlkit.exceptions

from captions import atomic_files
from captions.errors import OutputError, UsageError
from captions.messages.message import Message
from captions.protocol.addresses import parse_origin
from captions.protocol.options import (
    DEFAULT_MODEL_ID,
    MAX_KEYTERM_CHARS,
    MAX_KEYTERMS,
    RANGES,
    AudioFormat,
    CommitStrategy,
    PartialStability,
)
from captions.settings.rules import (
    FieldRule,
    choice_field,
    colour_field,
    find_problem,
    format_value,
    number_field,
)

FILE_NAME = "captions.toml"
FONT_STYLES = (
    "sans", "serif", "mono-sans", "mono-serif", "casual", "cursive", "small-capitals", "system",
)  # fmt: skip
EDGES = ("none", "raised", "depressed", "uniform", "drop-shadow")
Node = TypeVar("Node")
MAX_FILE_BYTES = 256 * 1024
"""Maximum size of a settings file in bytes; a thousand keyterms take less than 100 KiB."""
# Numbers of thousands of digits and deep tables raise the built-in errors in both parsers.
_PARSE_ERRORS = (tomlkit.exceptions.TOMLKitError, ValueError, RecursionError)


def _wire_field(default: float, name: str) -> Any:  # noqa: ANN401  # a dataclass field
    return number_field(default, *RANGES[name])


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """The audio source."""

    source: str = "mic"
    """``mic``, ``system`` for what the computer plays, ``mic+system`` for both, the path of a
    recording, a URL, or ``-`` for standard input."""
    device: str = ""
    """Name of the microphone; empty for the system's default."""
    sample_rate: str = choice_field(
        AudioFormat.PCM_16000.value, *(item.value for item in AudioFormat)
    )
    """Audio format on the wire."""
    mic_label: str = "You"
    """Label of speech from the microphone if both sources are captioned; empty for none."""
    system_label: str = "Others"
    """Label of speech from the computer if both sources are captioned; empty for none."""


@dataclass(frozen=True, slots=True)
class RecognitionSettings:
    """Speech recognition, and when a segment is committed."""

    server: str = ""
    """Base URL of a speech server; empty for the on-device server."""
    plain_key_server: str = ""
    """Address of a server on another machine that may be sent the key unencrypted, where others on
    the network can read it; empty for none."""
    model: str = "moonshine"
    """Name of the on-device recogniser, as listed by ``captions models``."""
    model_id: str = DEFAULT_MODEL_ID
    language: str = "en"
    """ISO 639 code; empty for automatic detection by the server."""
    commit_strategy: str = choice_field(
        CommitStrategy.VAD.value, *(item.value for item in CommitStrategy)
    )
    silence_seconds: float = _wire_field(0.7, "vad_silence_threshold_secs")
    """Silence in seconds that commits a segment."""
    vad_threshold: float = _wire_field(0.4, "vad_threshold")
    """Speech probability above which audio counts as speech; higher is less sensitive."""
    min_speech_ms: int = _wire_field(100, "min_speech_duration_ms")
    """Minimum speech in milliseconds that opens a segment."""
    min_silence_ms: int = _wire_field(100, "min_silence_duration_ms")
    """Minimum duration in milliseconds of a pause that counts as silence."""
    keyterms: tuple[str, ...] = field(
        default=(),
        metadata={"rule": FieldRule(max_items=MAX_KEYTERMS, max_item_chars=MAX_KEYTERM_CHARS)},
    )
    """Names and rare words to expect."""
    stability: str = choice_field(
        PartialStability.BALANCED.value, *(item.value for item in PartialStability)
    )
    """Stability of partials: the more stable, the later they appear; on-device server only."""

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
    """Roll-up: words appear as they are spoken and rows scroll up. Pop-on: whole sentences appear
    once they are settled. Paint-on: words fill a block that is replaced when it is full."""
    rows: int = number_field(2, 1, 6)
    """Number of rows on screen."""
    row_chars: int = number_field(42, 16, 120)
    """Width of a row in average characters; used if `row_percent` is 0."""
    row_percent: int = number_field(0, 0, 90)
    """Width of a row in percent of the screen's width; 0 to use `row_chars`."""
    hold_seconds: float = number_field(1.0, 0.0, 10.0)
    """Minimum time that a whole block (pop-on) or a full page (paint-on) stays on screen."""
    clear_seconds: float = number_field(8.0, 0.0, 600.0)
    """Silence in seconds after which the captions are cleared; 0 for never."""
    read_out: bool = True
    """True if screen readers announce each committed sentence. If the computer's own audio is
    captioned, the reader's voice would be captioned and announced as well."""


@dataclass(frozen=True, slots=True)
class AppearanceSettings:
    """How captions look."""

    font: str = ""
    """Font family; empty for the first installed one of `font_style`."""
    font_style: str = choice_field("sans", *FONT_STYLES)
    """One of the eight styles of 47 CFR 79.103(c)(7); used if `font` is empty."""
    font_px: int = number_field(34, 10, 200)
    """Font height in device-independent pixels."""
    upper_case: bool = False
    align: str = choice_field("left", "left", "centre", "right")
    committed_colour: str = colour_field("#ffffff")
    partial_colour: str = colour_field("#bfbfbf")
    text_opacity: float = number_field(1.0, 0.0, 1.0)
    """Opacity from 0 (transparent) to 1 (opaque), as for the other opacities."""
    edge: str = choice_field("uniform", *EDGES)
    """One of the five edge styles of 47 CFR 79.103(c)(6)."""
    edge_colour: str = colour_field("#000000")
    outline_px: float = number_field(2.0, 0.0, 12.0)
    """Width of the edge in device-independent pixels."""
    background_colour: str = colour_field("#000000")
    background_opacity: float = number_field(0.0, 0.0, 1.0)
    """Opacity of the background behind the letters."""
    window_colour: str = colour_field("#000000")
    window_opacity: float = number_field(0.8, 0.0, 1.0)
    """Opacity of the box that contains the captions."""


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Where the overlay appears."""

    screen: str = ""
    """Name of the monitor; empty for the primary one."""
    position: str = choice_field("bottom", "bottom", "top", "free")
    """An edge of the screen, or the position to which it was dragged last."""
    margin_px: int = number_field(48, 0, 2000)
    """Distance from the edge of the screen in device-independent pixels."""
    click_through: bool = False
    """True if the overlay is locked and passes clicks to the window below; otherwise it can be
    dragged."""
    hide_from_sharing: bool = False
    """True if the overlay is excluded from recordings and screen sharing, where the system can do
    so."""


@dataclass(frozen=True, slots=True)
class ShortcutSettings:
    """Global keyboard shortcuts in Qt's English notation; empty for none."""

    pause: str = "Ctrl+Alt+P"
    commit: str = "Ctrl+Alt+Return"
    clear: str = "Ctrl+Alt+K"
    show: str = "Ctrl+Alt+H"
    lock: str = "Ctrl+Alt+L"
    larger: str = "Ctrl+Alt++"
    smaller: str = "Ctrl+Alt+-"


@dataclass(frozen=True, slots=True)
class InterfaceSettings:
    """The dialogs, the menu and the notifications."""

    language: str = choice_field("", "", "en", "de")
    """ISO 639 code; empty for the system's language."""
    welcomed: bool = False
    """True if the welcome dialog has been completed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole tree; each part of the app receives its own branch."""

    sound: SoundSettings = SoundSettings()
    recognition: RecognitionSettings = RecognitionSettings()
    captions: CaptionSettings = CaptionSettings()
    appearance: AppearanceSettings = AppearanceSettings()
    window: WindowSettings = WindowSettings()
    shortcuts: ShortcutSettings = ShortcutSettings()
    interface: InterfaceSettings = InterfaceSettings()


class LoadedSettings(NamedTuple):
    """Settings and everything that was wrong with their text."""

    settings: Settings
    problems: list[Message]


def default_path() -> Path:
    """Return the path of the settings file in the user's configuration folder."""
    return platformdirs.user_config_path("captions", appauthor=False) / FILE_NAME


def load_settings(path: Path, *, must_exist: bool = False) -> LoadedSettings:
    """Read a settings file; a missing file yields the defaults.

    Raises:
        UsageError: ``must_exist`` is set, and the file is missing or unreadable.
    """
    try:
        text, _ = atomic_files.decode_text(atomic_files.read_file(path, MAX_FILE_BYTES))
    except FileNotFoundError as error:
        if must_exist:
            raise UsageError("settings_file_missing", file=str(path)) from error
        return LoadedSettings(Settings(), [])
    except (OSError, UnicodeDecodeError) as error:
        problem = Message("settings_file_unreadable", file=str(path), reason=_format_reason(error))
        if must_exist:
            raise UsageError(problem) from error
        return LoadedSettings(Settings(), [problem])
    return parse_settings(text)


def parse_settings(text: str) -> LoadedSettings:
    """Parse TOML text; invalid values are replaced by their defaults and reported."""
    try:
        document = tomllib.loads(text)
    except _PARSE_ERRORS as error:
        return LoadedSettings(Settings(), [Message("settings_not_toml", reason=str(error))])
    found: list[Message] = []
    return LoadedSettings(_read_node(Settings(), document, "", found), found)


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


def with_changes(settings: Settings, before: Settings, after: Settings) -> Settings:
    """Return settings with the values that differ between ``before`` and ``after``."""
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


def update_toml(settings: Settings, text: str = "") -> str:
    """Return ``text`` with the settings in it; comments and unknown keys are kept.

    Raises:
        UsageError: ``text`` is not valid TOML, so that its content would be lost.
    """
    try:
        document = tomlkit.parse(text)
    except _PARSE_ERRORS as error:
        raise UsageError("settings_file_not_toml", reason=str(error)) from error
    for part in fields(settings):
        if not isinstance(document.get(part.name), MutableMapping):
            document[part.name] = tomlkit.table()
        table = cast("dict[str, Any]", document[part.name])
        branch = getattr(settings, part.name)
        for leaf in fields(branch):
            value = getattr(branch, leaf.name)
            table[leaf.name] = list(value) if isinstance(value, tuple) else value
    return tomlkit.dumps(document)


def save_settings(settings: Settings, path: Path) -> None:
    """Replace the settings file atomically, so that a crash leaves the old or the new one.

    A symlink keeps its target, and the file keeps its permissions, encoding and line ends.

    Raises:
        OutputError: the folder or the file cannot be written.
        UsageError: the existing file is not valid TOML.
    """
    try:
        old, encoding = atomic_files.decode_text(atomic_files.read_file(path, MAX_FILE_BYTES))
    except FileNotFoundError:
        old, encoding = "", atomic_files.TextEncoding()
    except UnicodeDecodeError as error:
        raise UsageError("settings_file_not_text", file=str(path)) from error
    except OSError as error:
        raise _save_error(path, error) from error
    try:
        atomic_files.replace_file(path, encoding.encode(update_toml(settings, old)))
    except (OSError, UnicodeEncodeError) as error:
        raise _save_error(path, error) from error


def _save_error(path: Path, error: OSError | UnicodeError) -> OutputError:
    return OutputError("settings_not_saved", file=str(path), reason=_format_reason(error))


def _format_reason(error: OSError | UnicodeError) -> str | Message:
    if isinstance(error, UnicodeEncodeError):
        return Message("text_not_encodable")
    return Message("text_not_decodable") if isinstance(error, UnicodeError) else str(error.strerror)


def _read_node(
    default: Node, table: Mapping[str, Any], prefix: str, problems: list[Message]
) -> Node:
    changes: dict[str, Any] = {}
    for leaf in fields(cast("Any", default)):
        if leaf.name not in table:
            continue
        value, present = table[leaf.name], getattr(default, leaf.name)
        name = f"{prefix}{leaf.name}"
        if is_dataclass(present):
            if isinstance(value, dict):
                changes[leaf.name] = _read_node(present, value, f"{name}.", problems)
            else:
                problems.append(Message("setting_not_table", setting=name))
            continue
        wrong = find_problem(value, present, leaf.metadata.get("rule", FieldRule()))
        if wrong is not None:
            problems.append(
                Message(
                    "setting_replaced",
                    setting=name,
                    value=format_value(value),
                    requirement=wrong,
                    default=repr(present),
                )
            )
        else:
            changes[leaf.name] = type(present)(value)
    return cast("Node", replace(cast("Any", default), **changes))
