"""Exports saved transcripts to files: one to a path, or several to a folder.

Each file is replaced atomically: what an interrupted export leaves is the old file or the new one.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from captions import atomic_files
from captions.errors import OutputError, describe_reason
from captions.formats import file_names
from captions.formats.export import export_transcript
from captions.formats.options import ExportOptions, TextFormat
from captions.model.live.translated_text import TranslationChoice
from captions.model.saved_transcript import NewSession, TranscriptSegment
from captions.outputs.files.output_paths import check_writable
from captions.protocol.options import TRANSLATION_LANGUAGE


@dataclass(frozen=True, slots=True)
class SessionExport:
    """A session to export."""

    session: NewSession
    segments: Iterable[TranscriptSegment]
    """All of its segments, or a selection, in the order of their start; read once."""


def export_file(
    path: Path,
    text_format: TextFormat,
    segments: Iterable[TranscriptSegment],
    options: ExportOptions | None = None,
) -> None:
    """Write a transcript to a file; an existing file is replaced.

    A device or a named pipe is written directly, and may block until its reader has read it.

    Raises:
        OutputError: the path is a folder, its folder is missing, or it cannot be written.
    """
    check_writable(path)
    _write_content(path, _render_transcript(text_format, segments, options), tidies=True)


def export_sessions(
    folder: Path,
    text_format: TextFormat,
    exports: Iterable[SessionExport],
    options: ExportOptions | None = None,
) -> tuple[Path, ...]:
    """Write each session to a file of its own, named by its date and title.

    Existing files are kept: a name that is taken gets a number.

    Args:
        folder: an existing folder.
        text_format: format of all files.
        exports: the sessions.
        options: choices for all files; title, date and language are those of each session.

    Returns:
        The files that were written, in the order of the sessions.

    Raises:
        OutputError: the folder is missing, or a file cannot be written; earlier ones are kept.
    """
    taken = _read_names(folder)
    atomic_files.remove_all_leftovers(folder)
    written: list[Path] = []
    for export in exports:
        name = file_names.make_file_name(export.session, text_format.value)
        path = folder / file_names.make_unique(name, taken)
        chosen = describe_session(options or ExportOptions(), export.session)
        check_writable(path)
        content = _render_transcript(text_format, export.segments, chosen)
        _write_content(path, content, tidies=False)  # Listing the folder once is enough.
        written.append(path)
    return tuple(written)


def describe_session(options: ExportOptions, session: NewSession) -> ExportOptions:
    """Return options with the title, the date and the language of a session."""
    is_translated = options.text is TranslationChoice.TRANSLATION
    return replace(
        options,
        title=session.title,
        started=session.started,
        utc_offset_seconds=session.utc_offset_seconds,
        language=TRANSLATION_LANGUAGE if is_translated else session.language,
    )


def _render_transcript(
    text_format: TextFormat, segments: Iterable[TranscriptSegment], options: ExportOptions | None
) -> bytes:
    text = io.StringIO()
    export_transcript(text, text_format, segments, options)
    return text.getvalue().encode()


def _write_content(path: Path, content: bytes, *, tidies: bool) -> None:
    """Write a file.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            atomic_files.replace_file(path, content, tidies=tidies)
    except (OSError, ValueError) as error:
        reason = describe_reason(error)
        raise OutputError("export_failed", file=str(path), reason=reason) from error


def _read_names(folder: Path) -> set[str]:
    """Return the keys of the names in a folder.

    Raises:
        OutputError: it is not a folder that can be read.
    """
    try:
        return {file_names.name_key(path.name) for path in folder.iterdir()}
    except FileNotFoundError as error:
        raise OutputError("export_folder_missing", folder=str(folder)) from error
    except NotADirectoryError as error:
        raise OutputError("export_folder_is_file", folder=str(folder)) from error
    except OSError as error:
        reason = describe_reason(error)
        raise OutputError("export_folder_unwritable", folder=str(folder), reason=reason) from error
