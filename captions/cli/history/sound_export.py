"""Exports the audio that was kept with a session, if the output is an audio file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard

from captions.errors import UsageError
from captions.formats.options import SOUND_ENDINGS, ExportOptions, TextFormat
from captions.history.history import History
from captions.model.saved_transcript import SavedSession


def is_sound(output: Path | None, text_format: TextFormat | None) -> TypeGuard[Path]:
    """Return True if the output is an audio file; a text format overrides its extension."""
    return output is not None and text_format is None and output.suffix.lower() in SOUND_ENDINGS


def check_options(options: ExportOptions) -> None:
    """Check that no option was chosen that applies to text only.

    Raises:
        UsageError: an option has no meaning for sound.
    """
    chosen = {
        "--offset": options.offset_seconds != 0,
        "--frame-rate": options.frame_rate is not None,
        "--word-times": options.word_times,
    }
    for option, is_chosen in chosen.items():
        if is_chosen:
            raise UsageError("option_without_text", option=option)


def export_sound(history: History, sessions: Sequence[SavedSession], path: Path) -> None:
    """Write the audio of a session to a file.

    Raises:
        UsageError: there are several sessions.
        OutputError: the session has no sound, or the file cannot be written.
    """
    if len(sessions) > 1:
        raise UsageError("sound_of_several_sessions")
    # Only sound needs NumPy and the codecs, which load slowly.
    from captions.history.sound import export  # noqa: PLC0415
    from captions.history.sound.folders import session_folder  # noqa: PLC0415

    export.export_sound(session_folder(history.folder, sessions[0].id), path)
