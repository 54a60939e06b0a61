"""Assembles the commands, and reports every expected failure as one sentence."""

import contextlib
import errno
import io
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from captions import __version__, logs
from captions.cli.lazy_commands import make_program
from captions.cli.sentences import write_sentence
from captions.engine import model_files
from captions.errors import CaptionsError, UsageError
from captions.outputs.files.standard_output import abandon_standard_output
from captions.printable import make_lines_printable
from captions.settings import file as settings_file
from captions.settings import schema, toml_text

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE, errno.EBADF, errno.EINVAL)
"""Errors of a stream that accepts no more output; Windows reports EINVAL for a broken pipe."""

_app = typer.Typer(
    help="Live captions on your screen, from speech recognised on this computer.",
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


def main(run_command: Callable[[], object] | None = None) -> None:
    """Run the program; the exit code is 0, or that of the failure that was reported.

    Args:
        run_command: parses the arguments and runs the command; by default the command line.
    """
    _open_standard_descriptors()
    if isinstance(sys.stdout, io.TextIOWrapper):  # None in a program without a console.
        # A device's name may contain characters outside the console's code page.
        sys.stdout.reconfigure(errors="replace")
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    console.setFormatter(logs.PrintableFormatter("captions: %(message)s"))
    logging.basicConfig(handlers=[console])
    try:
        _run_and_flush(run_command or cli)
    except CaptionsError as error:
        _exit_with_error(str(error), error.exit_code)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            _exit_with_error(logs.write_crash_report(error))
        _exit_with_error(
            f"The output cannot be written ({error.strerror}): free some space, or choose another "
            "file."
        )
    except Exception as error:  # noqa: BLE001  # a bug: reported in one sentence and a crash file
        _exit_with_error(logs.write_crash_report(error))


def _run_and_flush(run_command: Callable[[], object]) -> None:
    """Run the command, and flush its output before the exit."""
    try:
        run_command()
    except SystemExit:
        if sys.stdout is not None:
            sys.stdout.flush()
        raise


def _open_standard_descriptors() -> None:
    """Open missing standard descriptors, which the next opened file would reuse."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # The lowest free number, which is this one.


def _exit_with_error(sentence: str, exit_code: int = 1) -> NoReturn:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        abandon_standard_output()  # The buffer may contain what could not be written.
    # Standard error may be closed or full as well; then the failure cannot be reported.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        write_sentence(sys.stderr, f"captions: {sentence}")
        sys.stderr.flush()
    sys.exit(exit_code)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"captions {__version__}\n")
        raise typer.Exit


Source = Annotated[
    str,
    typer.Option(
        help=(
            "Audio source: 'mic', 'system' (computer audio), 'mic+system', the path of a "
            "recording, the URL of a stream, or '-' (16-bit mono samples on standard input, at "
            "the sample rate in the settings)."
        )
    ),
]
Track = Annotated[
    str,
    typer.Option(
        help=(
            "Audio track of a recording or a stream: its number, starting at 1, or its language, "
            "such as eng; by default, the recording's default track."
        )
    ),
]
DeviceName = Annotated[
    str,
    typer.Option(help="Name of the microphone, or part of it; 'captions devices' lists them."),
]
ServerAddress = Annotated[
    str,
    typer.Option(
        help=(
            "Address of a speech server to use instead of this computer; its key is read from "
            "CAPTIONS_API_KEY or ELEVENLABS_API_KEY."
        )
    ),
]
AllowPlainKey = Annotated[
    bool,
    typer.Option(
        "--allow-plain-key",
        help=(
            "Send the key to a server on another computer without encryption (http://), so that "
            "others on the network can read it."
        ),
    ),
]
ConfigPath = Annotated[Path | None, typer.Option(help="Settings file to use.")]
PrintConfig = Annotated[
    bool, typer.Option("--print-config", help="Print the current settings and exit.")
]
TracePath = Annotated[
    Path | None, typer.Option(help="File for a trace of all events, as JSON lines.")
]
InTerminal = Annotated[
    bool,
    typer.Option(
        "--terminal",
        help=(
            "Show captions in this terminal instead of a window; the default if there is no "
            "screen. If standard output is not a terminal, only committed text is written."
        ),
    ),
]
Demo = Annotated[
    bool,
    typer.Option(
        "--demo",
        help=(
            "Caption an included recording on this computer, then exit; no microphone or "
            "settings are required."
        ),
    ),
]
QuitAtEnd = Annotated[
    bool, typer.Option("--quit-at-end", help="Exit when the recording has been captioned.")
]
Keep = Annotated[
    bool | None,
    typer.Option(
        "--keep/--no-keep",
        help="Keep the transcript of this run, or not; by default, as in the settings.",
    ),
]
WritePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--write",
        metavar="PATH",
        help=(
            "File to which each sentence is appended when it is complete: .txt, .srt, .vtt or "
            ".jsonl; can be repeated."
        ),
    ),
]
Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
]


@_app.callback()
def run_app(  # noqa: PLR0913  # one argument for each option
    context: typer.Context,
    *,
    source: Source = "",
    track: Track = "",
    device: DeviceName = "",
    server: ServerAddress = "",
    allow_plain_key: AllowPlainKey = False,
    config: ConfigPath = None,
    print_config: PrintConfig = False,
    trace: TracePath = None,
    terminal: InTerminal = False,
    demo: Demo = False,
    quit_at_end: QuitAtEnd = False,
    keep: Keep = None,
    write: WritePaths = None,
    _version: Version = False,
) -> None:
    """Show live captions of what you hear."""
    if context.invoked_subcommand is not None:
        return
    path = config or settings_file.default_path()
    loaded = settings_file.load_settings(path, must_exist=config is not None)
    chosen = _demo_settings(loaded.settings, source, device) if demo else loaded.settings
    chosen = schema.with_overrides(
        chosen, source=source, device=device, server=server, allow_plain_key=allow_plain_key
    )
    chosen = schema.with_history(chosen, keep=keep, write=_check_live_files(write or []))
    _report_problems(loaded)
    if print_config:
        _print_and_exit(chosen)
    from captions.cli import front_end  # noqa: PLC0415  # the app is slow to load

    run = replace(
        front_end.make_options(chosen, loaded, path),
        trace=trace,
        quit_at_end=quit_at_end or demo,
        track=track,
    )
    sys.exit(front_end.run(run, terminal=terminal))


cli = make_program(_app)


def _check_live_files(paths: list[str]) -> tuple[str, ...]:
    """Return absolute paths of files to which the transcript is written.

    Raises:
        UsageError: the extension of one is not that of a live format.
    """
    if paths:
        from captions.outputs.files import live_file  # noqa: PLC0415  # only this option needs it

        for path in paths:
            live_file.choose_format(Path(path))
    return tuple(str(Path(path).absolute()) for path in paths)


def _report_problems(loaded: toml_text.LoadedSettings) -> None:
    for problem in loaded.problems:
        write_sentence(sys.stderr, f"captions: {problem}")


def _print_and_exit(settings: schema.Settings) -> NoReturn:
    text = toml_text.update_toml(settings)
    sys.stdout.write(make_lines_printable(text) if sys.stdout.isatty() else text)
    raise typer.Exit


def _demo_settings(saved: schema.Settings, source: str, device: str) -> schema.Settings:
    """Return settings that caption the bundled recording with the bundled model.

    Raises:
        UsageError: the command line names another source as well.
        ModelMissingError: the recording is not installed.
    """
    if source or device:
        raise UsageError("demo_with_source")
    recording = str(model_files.find_path(model_files.SAMPLE_RECORDING))
    return replace(
        saved,
        sound=schema.SoundSettings(source=recording),
        recognition=schema.RecognitionSettings(),
    )
