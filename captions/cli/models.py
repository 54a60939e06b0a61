"""``captions models``: which recognisers there are, and fetching, importing and removing them."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from captions.errors import UsageError
from captions.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

    from captions.engine.library.release import Licence, Model, Release
    from captions.engine.library.store import Note, Store

STOPPED_CODE = 130
"""What a program that was interrupted exits with."""
_MEGABYTE = 1e6
_MOST_SHOWN_LANGUAGES = 3

models = typer.Typer(invoke_without_command=True, help="List, fetch, import and remove models.")

ModelName = Annotated[str, typer.Argument(help="The model's name, as 'captions models' lists it.")]
AcceptLicence = Annotated[
    bool, typer.Option("--accept-licence", help="Say yes to the licence that is shown.")
]


@models.callback()
def overview(context: typer.Context) -> None:
    """List, fetch, import and remove the models that captions can be recognised with."""
    if context.invoked_subcommand is None:
        list_models(as_json=False, check=False)


@models.command("list")
def list_models(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="List them as JSON.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read every byte of those that are here.")
    ] = False,
) -> None:
    """List the models that there are, and which of them are on this computer."""
    rows = _rows(check=check)
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return
    from rich.table import Table  # noqa: PLC0415  # only what is seen is drawn
    from rich.text import Text  # noqa: PLC0415  # as above

    table = Table("Model", "State", "MB", "Languages", "Licence", "For", box=None, pad_edge=False)
    for row in rows:
        size = f"{row['bytes'] / _MEGABYTE:.0f}" if row["bytes"] else ""
        cells = (row["name"], row["state"], size, _languages(row["languages"]))
        # As texts, so that no name of the user's own models counts as markup.
        table.add_row(*(Text(printable(cell)) for cell in (*cells, row["licence"], row["purpose"])))
    console = _console()
    console.print(table)
    console.print(f"\nThey are kept in {_store().folder}.", highlight=False, soft_wrap=True)


@models.command()
def fetch(name: ModelName, *, accept_licence: AcceptLicence = False) -> None:
    """Fetch a model, or go on where an earlier fetch was broken off."""
    from captions.engine.library import catalogue  # noqa: PLC0415  # only this command needs the engine
    from captions.engine.library.release import Family  # noqa: PLC0415

    model = catalogue.find(name)
    if model.family is Family.INCLUDED:
        _say(f"The model {name} is included: there is nothing to fetch.")
        return
    if model.releases:
        _show_licence(name, model.licence, accepted=accept_licence)
    with _interruptible(), _progress(model) as progress:
        note = _store().fetch(model, progress)
    _say_how_to_use(note)


@models.command("import")
def import_model(
    path: Annotated[Path, typer.Argument(help="A folder, zip or tar with the model's files.")],
    *,
    name: Annotated[
        str, typer.Option(help="What to call it, if it is none that Captions knows.")
    ] = "",
    accept_licence: AcceptLicence = False,
) -> None:
    """Import a model from a folder or an archive."""
    from captions.engine.library import archives, importing  # noqa: PLC0415  # only this needs it

    with _interruptible(), archives.opened(path) as entries:
        found = importing.find(entries, str(path), name)
        _show_licence(found.note.name, found.licence, accepted=accept_licence)
        importing.bring(found, entries, _store())
    _say_how_to_use(found.note)


@models.command()
def remove(name: ModelName) -> None:
    """Remove a model from this computer."""
    size = _store().remove(name)
    _say(f"Removed {name}, which took {size / _MEGABYTE:.0f} MB.")


def _store() -> "Store":
    from captions.engine.library.store import Store  # noqa: PLC0415  # only what is asked for is loaded

    return Store()


def _rows(*, check: bool) -> list[dict[str, Any]]:  # Any: JSON
    """Return what is told of each model: those of the catalogue, then the user's own."""
    from captions.engine.library import catalogue  # noqa: PLC0415

    store = _store()
    notes = {note.name: note for note in store.notes()}
    rows = [
        {
            "name": model.name,
            "state": _state(model, notes.pop(model.name, None), store, check=check),
            "bytes": model.bytes,
            "languages": model.languages,
            "licence": model.licence.name,
            "licence_url": model.licence.url,
            "free": model.licence.free,
            "purpose": model.purpose,
        }
        for model in catalogue.MODELS
    ]
    for note in notes.values():
        unknown = catalogue.UNKNOWN_LICENCE
        rows.append(
            {
                "name": note.name,
                "state": _state(None, note, store, check=check),
                "bytes": note.bytes,
                "languages": note.languages,
                "licence": unknown.name,
                "licence_url": unknown.url,
                "free": unknown.free,
                "purpose": "your own",
            }
        )
    return rows


def _state(model: "Model | None", note: "Note | None", store: "Store", *, check: bool) -> str:
    """Say in a word or two whether a model can be used."""
    from captions.engine.library.release import Family  # noqa: PLC0415

    if note is not None:
        return "broken" if store.broken(note, thoroughly=check) else "here"
    if model is None or model.family is Family.INCLUDED:
        return "included"
    if partial := store.partial_bytes(model.name):
        return f"{partial / _MEGABYTE:.0f} MB fetched"
    return "to fetch" if model.releases else "to import"


def _languages(codes: tuple[str, ...]) -> str:
    if len(codes) <= _MOST_SHOWN_LANGUAGES:
        return " ".join(codes)
    return f"{len(codes)} languages"


def _show_licence(name: str, licence: "Licence", *, accepted: bool) -> None:
    """Show what a model's publisher allows.

    Raises:
        UsageError: it restricts who may use the model, and the user has not said yes to that.
    """
    where = f" ({licence.url})" if licence.url else ""
    _say(f"{name}: licence {licence.name}{where}. {licence.terms}")
    if not licence.free and not accepted:
        raise UsageError(
            f"The licence of {name} restricts who may use it: read it, and if you agree, give "
            "--accept-licence."
        )


def _say_how_to_use(note: "Note") -> None:
    from captions.engine.library.release import installation  # noqa: PLC0415
    from captions.engine.recognition import recognisers  # noqa: PLC0415

    _say(f"{note.name} is here, from {note.origin}: 'captions serve --model {note.name}' uses it.")
    if not note.known:
        _say("Captions does not know its files, so they were taken as they are.")
    if not recognisers.is_installed(note.family):
        _say(f"It needs one more package: {installation(note.family)}.")


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """End with a sentence when the user interrupts."""
    try:
        yield
    except KeyboardInterrupt:
        _say("Stopped. What has come so far is kept: the same command goes on from there.")
        raise typer.Exit(STOPPED_CODE) from None


@contextlib.contextmanager
def _progress(model: "Model") -> Iterator[Callable[["Release"], Callable[[int], None]]]:
    """Give a function that begins a bar for each place that a model is fetched from."""
    from rich.progress import (  # noqa: PLC0415  # only a fetch needs it
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    bar = Progress(TextColumn("{task.description}"), *columns, console=_console(), transient=True)

    def begin(release: "Release") -> Callable[[int], None]:
        _say(f"Fetching {model.name} from {release.origin} ...")
        for earlier in bar.task_ids:
            bar.remove_task(earlier)
        task = bar.add_task(model.name, total=release.size)
        return lambda size: bar.advance(task, size)

    with bar if sys.stdout.isatty() else contextlib.nullcontext():
        yield begin


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415

    # A program that reads the list must not find its lines folded at 80 characters.
    return Console(width=None if sys.stdout.isatty() else 200)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{printable(sentence)}\n")
    sys.stdout.flush()
