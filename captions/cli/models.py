"""``captions models``: lists, downloads, imports, measures and removes speech models."""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from captions.cli import model_listing
from captions.cli.doctor import model_speeds
from captions.cli.sentences import write_sentence
from captions.engine.library import archives, catalogue, importing
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelLicence,
    ModelRelease,
    install_command,
)
from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing.worker_messages import MeasureModel
from captions.engine.recognition import recognisers
from captions.errors import UsageError
from captions.wording.speed_texts import describe_speed

STOPPED_CODE = 130
"""Exit code after an interrupt: 128 plus the number of SIGINT."""
_MEGABYTE = 1e6

commands = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    help=("List, download, import, measure and remove speech models."),
)

ModelName = Annotated[
    str, typer.Argument(help=("Name of the model, as listed by 'captions models'."))
]
AcceptLicence = Annotated[
    bool, typer.Option("--accept-licence", help="Accept the licence of the model.")
]


@commands.callback()
def show_overview(context: typer.Context) -> None:
    """List, download, import, measure and remove speech models."""
    if context.invoked_subcommand is None:
        list_models(as_json=False, check=False)


@commands.command("list")
def list_models(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Verify the files of all installed models.")
    ] = False,
) -> None:
    """List the available models, and which of them are installed."""
    store = _open_store()
    rows = model_listing.list_rows(store, check=check)
    if as_json:
        model_listing.print_json(rows)
        return
    model_listing.print_rows(rows)
    sys.stdout.write("\n")
    _print_line(
        f"Models are stored in {store.folder}. Speed: times as fast as speech, as measured by "
        "'captions models measure'."
    )


@commands.command()
def measure(name: ModelName) -> None:
    """Measure how fast a model captions live on this computer."""
    store = _open_store()
    with _handle_interrupt():
        factor = asyncio.run(model_speeds.measure_model(MeasureModel(name, str(store.folder))))
    _print_line(f"{name}: {describe_speed(factor)}")


@commands.command()
def fetch(name: ModelName, *, accept_licence: AcceptLicence = False) -> None:
    """Download a model, or resume an interrupted download."""
    fetch_into(_open_store(), name, accept_licence=accept_licence)


def fetch_into(store: ModelStore, name: str, *, accept_licence: bool = False) -> None:
    """Download a model into a store, and show the progress on a terminal.

    Raises:
        CaptionsError: the model does not exist, or cannot be downloaded.
        typer.Exit: the user interrupted the download.
    """
    model = VOICE_MODEL if name == VOICE_MODEL.name else catalogue.find_model(name)
    if model.family is ModelFamily.INCLUDED:
        _print_line(f"The model {name} is included: no download is required.")
        return
    if model.releases:
        _show_licence(name, model.licence, accepted=accept_licence)
    with _handle_interrupt(), _show_progress(model) as progress:
        manifest = store.fetch_model(model, progress)
    _print_usage(manifest)


@commands.command("import")
def import_model(
    path: Annotated[
        Path, typer.Argument(help=("Folder, zip or tar that contains the files of the model."))
    ],
    *,
    name: Annotated[str, typer.Option(help="Name for a model that Captions does not know.")] = "",
    accept_licence: AcceptLicence = False,
) -> None:
    """Import a model from a folder or an archive."""
    with _handle_interrupt(), archives.open_source(path) as entries:
        candidate = importing.find_candidate(entries, str(path), name)
        _show_licence(candidate.manifest.name, candidate.licence, accepted=accept_licence)
        importing.import_model(candidate, entries, _open_store())
    _print_usage(candidate.manifest)


@commands.command()
def remove(name: ModelName) -> None:
    """Remove a model from this computer."""
    size = _open_store().remove_model(name)
    _print_line(f"Removed {name} and freed {size / _MEGABYTE:.0f} MB.")


def _open_store() -> ModelStore:
    return ModelStore()


def _show_licence(name: str, licence: ModelLicence, *, accepted: bool) -> None:
    """Print a model's licence.

    Raises:
        UsageError: the licence restricts who may use the model, and the user has not accepted it.
    """
    where = f" ({licence.url})" if licence.url else ""
    _print_line(f"{name}: licence {licence.name}{where}. {licence.terms}")
    if not licence.free and not accepted:
        raise UsageError("licence_not_accepted", model=name)


def _print_usage(manifest: ModelManifest) -> None:
    if manifest.family is ModelFamily.SPEAKERS:
        _print_line(
            f"{manifest.name} is installed, from {manifest.origin}. To use it, turn on the setting "
            "recognition.speakers, the option --speakers of 'captions transcribe', or the option "
            "diarize of a session with 'captions serve'."
        )
        return
    _print_line(
        f"{manifest.name} is installed, from {manifest.origin}. "
        f"To use it, run 'captions serve --model {manifest.name}'."
    )
    if not manifest.known:
        _print_line("Captions does not know this model, so its files could not be verified.")
    if not recognisers.is_installed(manifest.family):
        _print_line(f"It requires another package: {install_command(manifest.family)}.")


@contextlib.contextmanager
def _handle_interrupt() -> Iterator[None]:
    """Print a sentence and exit if the user interrupts."""
    try:
        yield
    except KeyboardInterrupt:
        _print_line("Stopped. The downloaded part is kept: run the same command to resume.")
        raise typer.Exit(STOPPED_CODE) from None


@contextlib.contextmanager
def _show_progress(
    model: CatalogueModel,
) -> Iterator[Callable[[ModelRelease], Callable[[int], None]]]:
    """Yield a function that starts a progress bar for each download source."""
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    bar = Progress(
        TextColumn("{task.description}"),
        *columns,
        console=model_listing.make_console(),
        transient=True,
    )

    def start_bar(release: ModelRelease) -> Callable[[int], None]:
        _print_line(f"Downloading {model.name} from {release.origin}…")
        for earlier in bar.task_ids:
            bar.remove_task(earlier)
        task = bar.add_task(model.name, total=release.total_bytes)
        return lambda size: bar.advance(task, size)

    with bar if sys.stdout.isatty() else contextlib.nullcontext():
        yield start_bar


def _print_line(sentence: str) -> None:
    write_sentence(sys.stdout, sentence)
    sys.stdout.flush()
