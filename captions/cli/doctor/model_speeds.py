"""The speeds of the models on this computer, and which of them is recommended."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from captions.cli import model_listing
from captions.cli.sentences import write_sentence
from captions.engine.library import catalogue
from captions.engine.library.recommendation import find_recommended
from captions.engine.library.release import CatalogueModel, ModelFamily
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing import worker_process
from captions.engine.preparing.speed_cache import SpeedCache
from captions.engine.preparing.worker_messages import JobDone, JobFailed, MeasureModel
from captions.engine.recognition import recognisers
from captions.errors import EngineError
from captions.messages.message import Message
from captions.printable import make_printable
from captions.protocol.languages import find_locale_language
from captions.settings.schema import RecognitionSettings
from captions.wording.speed_texts import REQUIRED_FACTOR, SUITABLE_FACTOR

_INCLUDED_SECONDS = 28.0
"""Maximum duration of a measurement of an included model, so that both take less than a minute."""
_OTHER_SECONDS = 180.0
"""The same for other models, which may be large."""
_SHOWN_LANGUAGES = 5


async def measure_model(job: MeasureModel) -> float:
    """Measure in a child process of low priority, as the app does.

    Raises:
        EngineError: the model cannot be measured.
    """
    async with contextlib.aclosing(worker_process.run_job(job)) as reports:
        async for report in reports:
            if isinstance(report, JobFailed):
                raise EngineError(Message.from_plain(report.message))
            if isinstance(report, JobDone):
                return report.factor
    raise EngineError("model_process_ended", exit_code="0")


def list_runnable(store: ModelStore) -> list[CatalogueModel]:
    """Return the models that are on this computer with the packages that they need."""
    manifests = {manifest.name: manifest for manifest in store.list_manifests()}
    usable = {
        name
        for name, manifest in manifests.items()
        if not store.damaged_files(manifest) and recognisers.is_installed(manifest.family)
    }
    listed = {model.name for model in catalogue.MODELS}
    return [
        *(
            model
            for model in catalogue.MODELS
            if model.family is ModelFamily.INCLUDED or model.name in usable
        ),
        *(_make_own_model(manifests[name]) for name in sorted(usable - listed)),
    ]


def _make_own_model(manifest: ModelManifest) -> CatalogueModel:
    return CatalogueModel(
        manifest.name,
        manifest.family,
        "your own model",
        manifest.languages,
        catalogue.UNKNOWN_LICENCE,
        size=manifest.total_bytes,
    )


def report_speeds(store: ModelStore, settings: RecognitionSettings) -> None:
    """Measure what was not measured yet, and write a table with a recommendation."""
    models = list_runnable(store)
    cache = SpeedCache(store)
    factors = {model.name: cache.read_factor(model.name) for model in models}
    problems: dict[str, str] = {}
    for model in models:
        if not factors[model.name]:
            _write_line(f"Measuring the speed of {model.name}…")
            try:
                factors[model.name] = _measure_in_time(model, store)
            except EngineError as error:
                problems[model.name] = str(error)
    _print_table(models, factors, problems)
    _write_line(_describe_recommendation(models, factors, settings))


def _measure_in_time(model: CatalogueModel, store: ModelStore) -> float:
    """Measure a model; raise `EngineError` if that takes too long."""
    limit = _INCLUDED_SECONDS if model.family is ModelFamily.INCLUDED else _OTHER_SECONDS

    async def measure() -> float:
        async with asyncio.timeout(limit):
            return await measure_model(MeasureModel(model.name, str(store.folder)))

    try:
        return asyncio.run(measure())
    except TimeoutError as error:
        raise EngineError("speed_unmeasured", model=model.name) from error


def _print_table(
    models: Sequence[CatalogueModel], factors: Mapping[str, float], problems: Mapping[str, str]
) -> None:
    table = Table(*("Model", "Languages", "Speed", "Verdict"), box=None, pad_edge=False)
    for model in models:
        factor = factors[model.name]
        cells = (
            model.name,
            _format_languages(model.languages),
            f"{factor:.1f}x" if factor else "",
            problems.get(model.name) or _judge_speed(factor),
        )
        table.add_row(*(Text(make_printable(cell)) for cell in cells))
    sys.stdout.write("\n")
    model_listing.make_console().print(table)
    sys.stdout.write("\n")


def _judge_speed(factor: float) -> str:
    if factor >= SUITABLE_FACTOR:
        return "keeps up"
    return "keeps up if other programs need little" if factor >= REQUIRED_FACTOR else "too slow"


def _describe_recommendation(
    models: Sequence[CatalogueModel], factors: Mapping[str, float], settings: RecognitionSettings
) -> str:
    language = find_locale_language(settings.language)
    spoken = f"the language “{language}”" if language else "detecting the language"
    best = find_recommended(models, factors, language)
    if best is None:
        return (
            f"No recogniser on this computer is recommended for {spoken}: 'captions models' lists "
            "others to download."
        )
    if best.name == settings.model:
        return f"Recommended for {spoken}: {best.name}, which is in use."
    return (
        f"Recommended for {spoken}: {best.name}. In use is {settings.model}; choose another in the "
        "settings, under Language."
    )


def _format_languages(codes: Sequence[str]) -> str:
    return " ".join(codes) if len(codes) <= _SHOWN_LANGUAGES else f"{len(codes)} languages"


def _write_line(sentence: str) -> None:
    write_sentence(sys.stdout, sentence)
    sys.stdout.flush()
