"""Runs one job, and reports its progress; used in the process that prepares models."""

import time
from collections.abc import Callable
from pathlib import Path

from captions.engine.library import archives, importing
from captions.engine.library.download import Progress
from captions.engine.library.release import ModelFamily, ModelRelease
from captions.engine.library.store import ModelStore
from captions.engine.models import LoadedModels
from captions.engine.preparing import dropped_model, package_install
from captions.engine.preparing.package_install import PackageState
from captions.engine.preparing.speed import measure_speed
from captions.engine.preparing.speed_cache import SpeedCache
from captions.engine.preparing.worker_messages import (
    BytesStored,
    FetchStarted,
    ImportModel,
    Job,
    JobDone,
    MeasureModel,
    MeasureStarted,
    PackageStarted,
    PrepareModel,
    Report,
    make_failure,
)
from captions.engine.recognition import recognisers
from captions.errors import CaptionsError, EngineError

_REPORT_SECONDS = 0.1
"""Minimum time between two reports of stored bytes, in seconds."""


class JobRunner:
    """Runs jobs in this process."""

    def __init__(
        self,
        write_report: Callable[[Report], None],
        measure: Callable[[LoadedModels], float] = measure_speed,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to run jobs.

        Args:
            write_report: receives the reports.
            measure: measures the speed of a model.
            clock: returns seconds since an arbitrary time.
        """
        self._write_report = write_report
        self._measure = measure
        self._clock = clock

    def run_job(self, job: Job) -> None:
        """Run a job; its failure is a report as well."""
        try:
            match job:
                case PrepareModel():
                    self._prepare_model(job)
                case ImportModel():
                    self._import_model(job)
                case MeasureModel():
                    self._measure_model(job.name, ModelStore(Path(job.folder)))
        except CaptionsError as error:
            self._write_report(make_failure(error.message))

    def _prepare_model(self, job: PrepareModel) -> None:
        family = job.model.family
        state = package_install.find_package_state(family)
        if state in (PackageState.INSTALLABLE, PackageState.IMPOSSIBLE):
            self._write_report(PackageStarted(package_install.find_package_name(family)))
            package_install.install_package(family)
        store = ModelStore(Path(job.folder))
        stored = store.read_manifest(job.model.name)
        if stored is None or store.damaged_files(stored, thoroughly=True):
            store.fetch_model(job.model, self._start_fetch)
        if family is ModelFamily.SPEAKERS:
            self._write_report(JobDone(job.model.name))
        else:
            self._measure_model(job.model.name, store)

    def _start_fetch(self, release: ModelRelease) -> Progress:
        self._write_report(FetchStarted(release.origin, release.total_bytes))
        counter = _ByteCounter(release.total_bytes, self._write_report, self._clock)
        return counter.add_bytes

    def _import_model(self, job: ImportModel) -> None:
        path, store = Path(job.path), ModelStore(Path(job.folder))
        with archives.open_source(path) as entries:
            candidate = dropped_model.find_dropped(entries, path)
            name = candidate.manifest.name
            if not (candidate.licence.free or job.licence_accepted):
                terms = candidate.licence.terms
                refused = EngineError("licence_not_confirmed", model=name, terms=terms)
                self._write_report(make_failure(refused.message, name))
                return
            importing.import_model(candidate, entries, store)
        self._measure_model(name, store)

    def _measure_model(self, name: str, store: ModelStore) -> None:
        """Measure a stored model if its package is installed; a failure leaves it installed."""
        stored = store.read_manifest(name)
        if stored is not None and not recognisers.is_installed(stored.family):
            self._write_report(JobDone(name))
            return
        self._write_report(MeasureStarted(name))
        try:
            factor = self._measure(LoadedModels.load(name, store))
        except CaptionsError as error:
            self._write_report(make_failure(error.message, name, is_stored=True))
            return
        SpeedCache(store).write_factor(name, factor)
        self._write_report(JobDone(name, factor))


class _ByteCounter:
    """Adds up stored bytes, and reports the sum from time to time and at the end."""

    def __init__(
        self, total: int, write_report: Callable[[Report], None], clock: Callable[[], float]
    ) -> None:
        self._total = total
        self._write_report = write_report
        self._clock = clock
        self._count = 0
        self._next_report = clock()

    def add_bytes(self, size: int) -> None:
        if not size:
            return  # Nothing is stored yet; the first bytes are reported at once.
        self._count += size
        if self._clock() >= self._next_report or self._count >= self._total:
            self._next_report = self._clock() + _REPORT_SECONDS
            self._write_report(BytesStored(self._count))
