"""``captions models``: lists, downloads, imports and removes speech models."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table
from rich.text import Text

from captions.engine.library import archives, catalogue, importing
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelLicence,
    ModelRelease,
    install_command,
)
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.recognition import recognisers
from captions.errors import UsageError
from captions.printable import make_printable

STOPPED_CODE = 130
"""Exit code after an interrupt: 128 plus the number of SIGINT."""
_MEGABYTE = 1e6
_MOST_SHOWN_LANGUAGES = 3

commands = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    help=("List, download, import and remove speech models."),
)

ModelName = Annotated[
    str, typer.Argument(help=("Name of the model, as listed by 'captions models'."))
]
AcceptLicence = Annotated[
    bool, typer.Option("--accept-licence", help="Accept the licence of the model.")
]


@commands.callback()
def show_overview(context: typer.Context) -> None:
    """List, download, import and remove speech models."""
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
    rows = _model_rows(check=check)
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return
    table = Table("Model", "State", "MB", "Languages", "Licence", "For", box=None, pad_edge=False)
    for row in rows:
        size = f"{row['bytes'] / _MEGABYTE:.0f}" if row["bytes"] else ""
        cells = (row["name"], row["state"], size, _format_languages(row["languages"]))
        # As `Text`, so that names of the user's own models are not parsed as markup.
        table.add_row(
            *(Text(make_printable(cell)) for cell in (*cells, row["licence"], row["purpose"]))
        )
    console = _make_console()
    console.print(table)
    console.print(
        f"\nModels are stored in {_open_store().folder}.", highlight=False, soft_wrap=True
    )


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
    model = catalogue.find_model(name)
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


def _model_rows(*, check: bool) -> list[dict[str, Any]]:  # Any: JSON
    """Return the fields of each model: first the catalogue, then the user's own."""
    store = _open_store()
    manifests = {manifest.name: manifest for manifest in store.list_manifests()}
    rows = [
        {
            "name": model.name,
            "state": _model_state(model, manifests.pop(model.name, None), store, check=check),
            "bytes": model.total_bytes,
            "languages": model.languages,
            "licence": model.licence.name,
            "licence_url": model.licence.url,
            "free": model.licence.free,
            "purpose": model.purpose,
        }
        for model in catalogue.MODELS
    ]
    for manifest in manifests.values():
        unknown = catalogue.UNKNOWN_LICENCE
        rows.append(
            {
                "name": manifest.name,
                "state": _model_state(None, manifest, store, check=check),
                "bytes": manifest.total_bytes,
                "languages": manifest.languages,
                "licence": unknown.name,
                "licence_url": unknown.url,
                "free": unknown.free,
                "purpose": "your own model",
            }
        )
    return rows


def _model_state(
    model: CatalogueModel | None,
    manifest: ModelManifest | None,
    store: ModelStore,
    *,
    check: bool,
) -> str:
    """Return a short description of a model's state."""
    if manifest is not None:
        return "damaged" if store.damaged_files(manifest, thoroughly=check) else "installed"
    if model is None or model.family is ModelFamily.INCLUDED:
        return "included"
    if partial := store.partial_bytes(model.name):
        return f"{partial / _MEGABYTE:.0f} MB downloaded"
    return "not downloaded" if model.releases else "import only"


def _format_languages(codes: tuple[str, ...]) -> str:
    if len(codes) <= _MOST_SHOWN_LANGUAGES:
        return " ".join(codes)
    return f"{len(codes)} languages"


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
        TextColumn("{task.description}"), *columns, console=_make_console(), transient=True
    )

    def start_bar(release: ModelRelease) -> Callable[[int], None]:
        _print_line(f"Downloading {model.name} from {release.origin}…")
        for earlier in bar.task_ids:
            bar.remove_task(earlier)
        task = bar.add_task(model.name, total=release.total_bytes)
        return lambda size: bar.advance(task, size)

    with bar if sys.stdout.isatty() else contextlib.nullcontext():
        yield start_bar


def _make_console() -> Console:
    # Other programs read the list, so its lines must not wrap at 80 characters.
    return Console(width=None if sys.stdout.isatty() else 200)


def _print_line(sentence: str) -> None:
    sys.stdout.write(f"{make_printable(sentence)}\n")
    sys.stdout.flush()
