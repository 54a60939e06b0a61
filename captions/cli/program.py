"""Puts the commands together, and turns every expected failure into one sentence."""

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

from captions import __version__, exiting, logs, settings
from captions.cli import tell as telling
from captions.cli.devices import devices
from captions.cli.doctor import doctor
from captions.cli.models import models
from captions.cli.serve import commands as serving
from captions.cli.transcribe import commands as transcribing
from captions.errors import CaptionsError, UsageError
from captions.outputs.transcript import abandon_standard_output
from captions.printable import printable, printable_lines

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE, errno.EBADF, errno.EINVAL)
"""Why a stream takes nothing more; Windows says EINVAL of a pipe without a reader."""

cli = typer.Typer(
    help="Live captions on your screen, from speech recognised on this computer.",
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)
cli.add_typer(serving)
cli.add_typer(transcribing)
for command in (devices, doctor):
    cli.command()(command)
cli.command(context_settings=telling.OPTIONS)(telling.tell)
cli.add_typer(models, name="models")


def main() -> None:
    """Run the program; it ends with 0, or with the exit code of the failure that it reported."""
    _open_standard_descriptors()
    if isinstance(sys.stdout, io.TextIOWrapper):  # There is none in a program without a console.
        # A device's name may hold what the console's code page does not.
        sys.stdout.reconfigure(errors="replace")
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    console.setFormatter(logs.PrintableFormatter("captions: %(message)s"))
    logging.basicConfig(handlers=[console])
    try:
        _run()
    except CaptionsError as error:
        _fail(printable(str(error)), error.exit_code)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            _fail(logs.report(error))
        _fail(f"Writing failed ({error.strerror}): free some space, or choose another place.")
    except Exception as error:  # noqa: BLE001  # a bug: the user gets a sentence, we get a report
        _fail(logs.report(error))


def _run() -> None:
    """Do what the command line asks for, and write what is left of its output."""
    try:
        cli()
    except SystemExit:
        if sys.stdout is not None:
            sys.stdout.flush()
        raise


def _open_standard_descriptors() -> None:
    """Open what the program was started without, or the next file would take its place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # The lowest free number, which is this one.


def _fail(sentence: str, exit_code: int = 1) -> NoReturn:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        abandon_standard_output()  # What is left may be what could not be written.
    # Standard error may be closed or full, too; then there is nobody left to tell.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"captions: {sentence}\n")
        sys.stderr.flush()
    sys.exit(exit_code)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it with the flag
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
def desktop(  # noqa: PLR0913  # a command has an argument for each option of the program
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
    """Show live captions of what is heard."""
    if context.invoked_subcommand is not None:
        return
    path = config or settings.default_path()
    loaded = settings.load(path, must_exist=config is not None)
    saved = loaded.settings
    chosen = _for_demo(saved, source=source, device=device) if demo else saved
    chosen = settings.with_choices(
        chosen, source=source, device=device, server=server, allow_plain_key=allow_plain_key
    )
    for problem in loaded.problems:
        sys.stderr.write(f"captions: {printable(problem)}\n")
    if print_config:
        text = settings.write(chosen)
        sys.stdout.write(printable_lines(text) if sys.stdout.isatty() else text)
        return
    # The commands above must not pay for loading what captions need.
    from captions.application import Run  # noqa: PLC0415
    from captions.cli import frontend  # noqa: PLC0415

    ends = quit_at_end or demo
    problems = tuple(loaded.problems)
    run = Run(chosen, saved, path, problems, trace, ends, exiting.exit_within, track)
    sys.exit(frontend.run(run, terminal=terminal))


def _for_demo(saved: settings.Settings, *, source: str, device: str) -> settings.Settings:
    """Return settings that caption the included recording, by the included recogniser.

    Raises:
        UsageError: the command line names another sound as well.
        ModelMissingError: the recording is not installed.
    """
    if source or device:
        raise UsageError("--demo brings its own recording: leave --source and --device out.")
    from captions.engine import weights  # noqa: PLC0415  # only this needs it

    recording = str(weights.find(weights.SAMPLE_RECORDING))
    return replace(
        saved,
        sound=settings.SoundSettings(source=recording),
        recognition=settings.RecognitionSettings(),
    )
