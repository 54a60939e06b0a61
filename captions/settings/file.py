"""The settings file: where it is, and how it is loaded and saved."""

from pathlib import Path

import platformdirs

from captions import atomic_files
from captions.errors import OutputError, UsageError, describe_reason
from captions.messages.message import Message
from captions.settings.schema import Settings
from captions.settings.toml_text import LoadedSettings, parse_settings, update_toml

FILE_NAME = "captions.toml"
MAX_FILE_BYTES = 256 * 1024
"""Maximum size of a settings file in bytes; a thousand keyterms take less than 100 KiB."""


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
    return (
        Message("text_not_decodable") if isinstance(error, UnicodeError) else describe_reason(error)
    )
