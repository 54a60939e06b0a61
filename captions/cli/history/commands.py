"""Options of ``captions history`` and its subcommands."""

from pathlib import Path
from typing import Annotated

import typer

from captions.cli.history import (
    deletion,
    search_results,
    session_export,
    session_table,
    sound_export,
    transcript_text,
)
from captions.cli.history.open_history import find_session, find_sessions, open_history
from captions.cli.history.printing import is_terminal, print_lines, print_remark
from captions.errors import CaptionsError, UsageError
from captions.formats.options import ExportOptions, TextFormat, parse_frame_rate
from captions.model.live.translated_text import TranslationChoice
from captions.model.saved_transcript import SavedSession
from captions.printable import make_printable

commands = typer.Typer(add_completion=False, invoke_without_command=True)

SessionId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Session: its number in the list, or 'last' for the newest one."
    ),
]
SessionIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID", help="Sessions: their numbers in the list, or 'last' for the newest one."
    ),
]
DeletedIds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID",
        help="Sessions to delete: their numbers in the list, or 'last' for the newest one.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        help=(
            "Output file, which is replaced if it exists, or a folder for one new file per "
            "session; by default, standard output. A file that ends in .opus, .ogg, .flac, .wav "
            "or .mp3 receives the audio that was kept."
        )
    ),
]
Format = Annotated[
    TextFormat | None,
    typer.Option(
        "--format",
        help="Output format; by default, the one of the output file's extension, or plain text.",
    ),
]
Offset = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        help=(
            "Seconds to add to all times, so that they match a recording that began at another "
            "moment; may be negative."
        ),
    ),
]
FrameRate = Annotated[
    str,
    typer.Option(
        metavar="RATE",
        help=(
            "Frames per second of the video, such as 25, 29.97 or 30000/1001: subtitles begin and "
            "end with its frames."
        ),
    ),
]
WordTimes = Annotated[
    bool, typer.Option("--word-times", help="Write the time of each word (WebVTT).")
]

Text = Annotated[
    TranslationChoice,
    typer.Option(
        help=(
            "Text of sentences that were translated: the original, the machine translation, "
            "which begins with [EN], or both."
        )
    ),
]


@commands.callback()
def show_overview(
    context: typer.Context,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the list as JSON lines, one per session.")
    ] = False,
) -> None:
    """List, show, search, export, rename and delete saved transcripts.

    Without a command, the sessions are listed, the newest first. The environment variable
    CAPTIONS_DATA selects another data folder.
    """
    if context.invoked_subcommand is None:
        _list_sessions(as_json=as_json)
    elif as_json:
        raise UsageError("history_json_misplaced")


@commands.command()
def show(
    session: SessionId,
    *,
    no_times: Annotated[bool, typer.Option("--no-times", help="Print no times.")] = False,
) -> None:
    """Print the text of a session with times and speakers."""
    with open_history() as history:
        transcript_text.print_session(history, find_session(history, session), times=not no_times)


@commands.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help="Words or beginnings of words; capitals and accents do not matter.",
        ),
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the results as JSON lines, one per sentence.")
    ] = False,
    session: Annotated[
        str, typer.Option(metavar="ID", help="Session to search; by default, all sessions.")
    ] = "",
) -> None:
    """Print the sentences that contain all of the words.

    The exit code is 1 if there are none.
    """
    with open_history() as history:
        searched = find_session(history, session) if session else None
        search_results.print_results(history, " ".join(words), searched, as_json=as_json)


@commands.command()
def export(  # noqa: PLR0913  # one argument for each option
    sessions: SessionIds,
    *,
    text_format: Format = None,
    output: Output = None,
    offset: Offset = 0.0,
    frame_rate: FrameRate = "",
    word_times: WordTimes = False,
    text: Text = TranslationChoice.ORIGINAL,
) -> None:
    """Write sessions as text, subtitles or data, or the audio of one."""
    options = ExportOptions(
        offset_seconds=offset,
        frame_rate=parse_frame_rate(frame_rate) if frame_rate else None,
        word_times=word_times,
        text=text,
    )
    with open_history() as history:
        found = find_sessions(history, sessions)
        if sound_export.is_sound(output, text_format):
            sound_export.check_options(options)
            sound_export.export_sound(history, found, output)
            return
        target = session_export.choose_target(output, text_format, is_single=len(found) == 1)
        options.check_format(target.text_format)
        session_export.export_sessions(history, found, target, options)


@commands.command()
def rename(
    session: SessionId,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="New title; '' removes the title.")],
) -> None:
    """Change the title of a session."""
    with open_history() as history:
        found = find_session(history, session)
        history.rename_session(found.id, title)
        history.flush()
        renamed = history.get_session(found.id)
    name = f"is now “{make_printable(renamed.title)}”" if renamed.title else "has no title now"
    print_lines([f"Session {renamed.id} {name}."])


@commands.command()
def delete(
    sessions: DeletedIds = None,
    *,
    all_sessions: Annotated[bool, typer.Option("--all", help="Delete all sessions.")] = False,
    older_than: Annotated[
        float | None,
        typer.Option(
            metavar="DAYS", help="Delete the sessions that began more than so many days ago."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """Delete sessions, with their recorded audio.

    The session that Captions is writing at the moment cannot be deleted.
    """
    names = sessions or []
    deletion.check_choice(names, older_than, all_sessions=all_sessions)
    with open_history() as history:
        chosen = deletion.choose_sessions(history, names, older_than)
        if chosen and not yes and not deletion.confirm_deletion(chosen):
            print_remark("Nothing was deleted.")
            raise typer.Exit(1)
        deletion.delete_sessions(history, chosen)
        if all_sessions:
            deletion.check_closed(history.list_sessions())


def _list_sessions(*, as_json: bool) -> None:
    with open_history() as history:
        sessions = history.list_sessions()
    if as_json:
        print_lines(session_table.format_json(sessions))
    elif sessions:
        columns = session_table.terminal_columns() if is_terminal() else None
        print_lines(session_table.format_table(sessions, columns))
        print_lines(map(_format_remark, (session for session in sessions if session.is_open)))
    else:
        print_lines([str(CaptionsError("history_empty"))])


def _format_remark(session: SavedSession) -> str:
    return f"Session {session.id} is still being written."
