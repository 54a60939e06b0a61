"""Assembles the commands, and reports every expected failure as one sentence."""

import contextlib
import errno
import io
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from captions import __version__, logs
from captions.app import exit_deadline
from captions.cli import control
from captions.cli.devices import devices
from captions.cli.doctor import doctor
from captions.cli.models import models
from captions.cli.serve import commands as serve_commands
from captions.cli.transcribe import commands as transcribe_commands
from captions.errors import CaptionsError, UsageError
from captions.outputs.transcript import abandon_standard_output
from captions.printable import make_lines_printable, make_printable
from captions.settings import schema

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE, errno.EBADF, errno.EINVAL)
"""Errors of a stream that accepts no more output; Windows reports EINVAL for a broken pipe."""

cli = typer.Typer(
    help="Live captions on your screen, from speech recognised on this computer.",
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)
cli.add_typer(serve_commands)
cli.add_typer(transcribe_commands)
for command in (devices, doctor):
    cli.command()(command)
cli.command(context_settings=control.CONTEXT_SETTINGS)(control.tell)
cli.add_typer(models, name="models")


def main() -> None:
    """Run the program; the exit code is 0, or that of the failure that was reported."""
    _open_standard_descriptors()
    if isinstance(sys.stdout, io.TextIOWrapper):  # None in a program without a console.
        # A device's name may contain characters outside the console's code page.
        sys.stdout.reconfigure(errors="replace")
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    console.setFormatter(logs.PrintableFormatter("captions: %(message)s"))
    logging.basicConfig(handlers=[console])
    try:
        _run_cli()
    except CaptionsError as error:
        _exit_with_error(make_printable(str(error)), error.exit_code)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            _exit_with_error(logs.write_crash_report(error))
        _exit_with_error(
            f"Writing failed ({error.strerror}): free some space, or choose another place."
        )
    except Exception as error:  # noqa: BLE001  # a bug: reported in one sentence and a crash file
        _exit_with_error(logs.write_crash_report(error))


def _run_cli() -> None:
    """Run the command, and flush its output before the exit."""
    try:
        cli()
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
        sys.stderr.write(f"captions: {sentence}\n")
        sys.stderr.flush()
    sys.exit(exit_code)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # called by typer
    if wanted:
        sys.stdout.write(f"captions {__version__}\n")
        raise typer.Exit


Source = Annotated[
    str,
    typer.Option(
        help="What to caption: 'mic', 'system' (what the computer plays), 'mic+system', the path "
        "of a recording, the URL of a stream, or '-' (16-bit samples of one channel on standard "
        "input, at the sample rate of the settings)."
    ),
]
Track = Annotated[
    str,
    typer.Option(
        help="Sound track of a recording or a stream to caption: its number, from 1, or its "
        "language, such as eng; by default the one that the recording marks."
    ),
]
DeviceName = Annotated[
    str,
    typer.Option(help="Name of the microphone, or a part of it: 'captions devices' lists them."),
]
ServerAddress = Annotated[
    str,
    typer.Option(
        help="Address of a speech server, instead of the one on this computer; its key is read "
        "from CAPTIONS_API_KEY or ELEVENLABS_API_KEY."
    ),
]
AllowPlainKey = Annotated[
    bool,
    typer.Option(
        "--allow-plain-key",
        help="Send the key to a server on another machine without encryption (http://), where "
        "others on the network can read it.",
    ),
]
ConfigPath = Annotated[Path | None, typer.Option(help="Settings file to use.")]
PrintConfig = Annotated[
    bool, typer.Option("--print-config", help="Print the settings in force, and end.")
]
TracePath = Annotated[
    Path | None, typer.Option(help="File to write to what happened when, as JSON lines.")
]
InTerminal = Annotated[
    bool,
    typer.Option(
        "--terminal",
        help="Show captions in this terminal instead of a window, as happens by itself where there "
        "is no screen. Committed text alone is written where standard output is no terminal.",
    ),
]
Demo = Annotated[
    bool,
    typer.Option(
        "--demo",
        help="Caption the recording that comes with the program, on this computer, and end with "
        "it; settings and microphone are not needed.",
    ),
]
QuitAtEnd = Annotated[
    bool, typer.Option("--quit-at-end", help="End when the recording has been captioned.")
]
Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
]


@cli.callback()
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
    _version: Version = False,
) -> None:
    """Show live captions of what you hear."""
    if context.invoked_subcommand is not None:
        return
    path = config or schema.default_path()
    loaded = schema.load_settings(path, must_exist=config is not None)
    saved = loaded.settings
    chosen = _demo_settings(saved, source=source, device=device) if demo else saved
    chosen = schema.with_overrides(
        chosen, source=source, device=device, server=server, allow_plain_key=allow_plain_key
    )
    for problem in loaded.problems:
        sys.stderr.write(f"captions: {make_printable(str(problem))}\n")
    if print_config:
        text = schema.update_toml(chosen)
        sys.stdout.write(make_lines_printable(text) if sys.stdout.isatty() else text)
        return
    # Imported late: the other commands do not need the app.
    from captions.app.application import RunOptions  # noqa: PLC0415
    from captions.cli import front_end  # noqa: PLC0415

    ends = quit_at_end or demo
    problems = tuple(loaded.problems)
    run = RunOptions(chosen, saved, path, problems, trace, ends, exit_deadline.exit_within, track)
    sys.exit(front_end.run(run, terminal=terminal))


def _demo_settings(saved: schema.Settings, *, source: str, device: str) -> schema.Settings:
    """Return settings that caption the bundled recording with the bundled model.

    Raises:
        UsageError: the command line names another source as well.
        ModelMissingError: the recording is not installed.
    """
    if source or device:
        raise UsageError("demo_with_source")
    from captions.engine import model_files  # noqa: PLC0415  # only this needs it

    recording = str(model_files.find_path(model_files.SAMPLE_RECORDING))
    return replace(
        saved,
        sound=schema.SoundSettings(source=recording),
        recognition=schema.RecognitionSettings(),
    )
