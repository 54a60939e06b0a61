"""The list of models as JSON, or on a terminal of any width; names are never cut off."""

import json
import sys
import textwrap
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from captions.engine.library import catalogue
from captions.engine.library.release import CatalogueModel, ModelFamily
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing.speed_cache import SpeedCache
from captions.printable import make_printable
from captions.wording.speed_texts import REQUIRED_FACTOR

_MEGABYTE = 1e6
_MOST_SHOWN_LANGUAGES = 3
_UNLIMITED_WIDTH = 1000
"""Width of a list that other programs read, whose lines must not wrap."""
_INDENT = "    "
_MIN_WIDTH = 20
"""Width below which lines are not broken any further."""
Row = dict[str, Any]  # Any: JSON
"""Fields of one model."""


def make_console() -> Console:
    """Return a console for standard output."""
    return Console(width=None if sys.stdout.isatty() else _UNLIMITED_WIDTH)


def print_json(rows: list[Row]) -> None:
    """Print the models as JSON."""
    sys.stdout.write(json.dumps(rows, indent=2) + "\n")


def print_rows(rows: list[Row]) -> None:
    """Print a table, or a paragraph for each model if the terminal is too narrow for that."""
    console = make_console()
    table = Table(
        *("Model", "State", "MB", "Languages", "Speed", "Licence", "For"), box=None, pad_edge=False
    )
    for row in rows:
        # As `Text`, so that names of the user's own models are not parsed as markup.
        table.add_row(*(Text(make_printable(cell)) for cell in _make_cells(row)))
    unlimited = console.options.update(max_width=_UNLIMITED_WIDTH)
    if Measurement.get(console, unlimited, table).maximum <= console.width:
        console.print(table)
        return
    for row in rows:
        _print_paragraph(row, max(_MIN_WIDTH, console.width))


def list_rows(store: ModelStore, *, check: bool) -> list[Row]:
    """Return the fields of each model: first the catalogue, then the user's own.

    Args:
        store: the stored models.
        check: True to verify the files by their digests.
    """
    manifests = {manifest.name: manifest for manifest in store.list_manifests()}
    speeds = SpeedCache(store)
    rows = [
        {
            "name": model.name,
            "state": _model_state(model, manifests.pop(model.name, None), store, check=check),
            "bytes": model.total_bytes,
            "languages": model.languages,
            "speed": round(speeds.read_factor(model.name), 1),
            "licence": model.licence.name,
            "licence_url": model.licence.url,
            "free": model.licence.free,
            "purpose": model.purpose,
            "publisher": model.publisher,
            "error_rates": [asdict(rate) for rate in model.error_rates],
        }
        for model in catalogue.MODELS
    ]
    unknown = catalogue.UNKNOWN_LICENCE
    rows.extend(
        {
            "name": manifest.name,
            "state": _model_state(None, manifest, store, check=check),
            "bytes": manifest.total_bytes,
            "languages": manifest.languages,
            "speed": round(speeds.read_factor(manifest.name), 1),
            "licence": unknown.name,
            "licence_url": unknown.url,
            "free": unknown.free,
            "purpose": "your own model",
            "publisher": "",
            "error_rates": [],
        }
        for manifest in manifests.values()
    )
    return rows


def _make_cells(row: Row) -> tuple[str, ...]:
    size = f"{row['bytes'] / _MEGABYTE:.0f}" if row["bytes"] else ""
    return (
        row["name"],
        row["state"],
        size,
        _format_languages(row["languages"]),
        _format_speed(row["speed"]),
        row["licence"],
        row["purpose"],
    )


def _print_paragraph(row: Row, width: int) -> None:
    """Print a model's name on a line of its own, and its other fields below."""
    name, state, size, languages, speed, licence, purpose = map(make_printable, _make_cells(row))
    one_language = "" if " " in languages else "language "
    facts = (
        *(purpose, state, f"{size} MB" if size else "", f"{one_language}{languages}"),
        *(f"speed {speed}" if speed.endswith("x") else speed, f"licence {licence}"),
    )
    lines = textwrap.wrap(
        "; ".join(filter(None, facts)),
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_on_hyphens=False,
    )
    sys.stdout.write("\n".join([name, *lines]) + "\n")


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


def _format_speed(factor: float) -> str:
    """Return how many times as fast as speech a model is here; empty if not measured."""
    if not factor:
        return ""
    return "too slow" if factor < REQUIRED_FACTOR else f"{factor:.1f}x"
