"""Exports saved sessions to standard output, to a file, or to a folder."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from captions.cli.history.printing import print_lines
from captions.errors import OutputError, UsageError, describe_reason
from captions.formats.export import export_transcript
from captions.formats.options import ExportOptions, TextFormat, infer_format
from captions.history.history import History
from captions.model.saved_transcript import SavedSession
from captions.outputs.files import export_files
from captions.outputs.files.export_files import SessionExport
from captions.outputs.files.standard_output import open_output


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTarget:
    """Where to write, and in which format."""

    text_format: TextFormat
    path: Path | None
    """A file or a folder; `None` for standard output."""
    is_folder: bool = False
    """True to write a file for each session into a folder, which may not exist yet."""


def choose_target(
    output: Path | None, text_format: TextFormat | None, *, is_single: bool
) -> ExportTarget:
    """Return where to write; nothing is opened or created.

    Args:
        output: what the user chose; `None` for standard output.
        text_format: the format that the user chose; `None` for that of the file's extension.
        is_single: True if there is only one session.

    Raises:
        UsageError: several sessions have no folder, or the extension is unknown.
    """
    is_folder = output is not None and _is_folder(output)
    # An extension that is not a number, as in "notes.doc", means a file.
    if not is_single and (output is None or (output.suffix[1:].isalpha() and not is_folder)):
        raise UsageError("history_folder_required")
    is_folder = is_folder or not is_single
    chosen = text_format or infer_format(None if is_folder else output)
    return ExportTarget(text_format=chosen, path=output, is_folder=is_folder)


def export_sessions(
    history: History,
    sessions: Sequence[SavedSession],
    target: ExportTarget,
    options: ExportOptions,
) -> None:
    """Write sessions; the files in a folder never replace others.

    Raises:
        OutputError: a file or standard output cannot be written.
        HistoryError: a session cannot be read.
    """
    if target.path is not None and target.is_folder:
        _make_folder(target.path)
        exports = [
            SessionExport(session, history.iter_segments(session.id)) for session in sessions
        ]
        written = export_files.export_sessions(target.path, target.text_format, exports, options)
        print_lines(map(str, written))
        return
    [session] = sessions
    if target.path is None:
        text = render_session(history, session, target.text_format, options)
        with open_output() as out:
            out.write(text)
        return
    segments = history.iter_segments(session.id)
    described = export_files.describe_session(options, session)
    export_files.export_file(target.path, target.text_format, segments, described)


def render_session(
    history: History, session: SavedSession, text_format: TextFormat, options: ExportOptions
) -> str:
    """Return a session as the content of a file.

    Args:
        history: the open store.
        session: the session.
        text_format: format of the file.
        options: what the user chose; title, date and language are those of the session.

    Raises:
        HistoryError: the session cannot be read.
    """
    described = export_files.describe_session(options, session)
    out = io.StringIO()
    export_transcript(out, text_format, history.iter_segments(session.id), described)
    return out.getvalue()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # For example, the name is too long; writing reports it.
        return False


def _make_folder(folder: Path) -> None:
    """Create a folder inside an existing one, unless it exists.

    Raises:
        OutputError: it cannot be created.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise OutputError("export_folder_is_file", folder=str(folder)) from error
    except FileNotFoundError as error:
        parent = str(folder.absolute().parent)
        raise OutputError("export_folder_missing", folder=parent) from error
    except (OSError, ValueError) as error:
        reason = describe_reason(error)
        raise OutputError("export_folder_unwritable", folder=str(folder), reason=reason) from error
