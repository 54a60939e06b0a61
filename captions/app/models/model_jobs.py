"""The jobs that prepare models in the background; they continue when the dialogs close."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from enum import Enum

from captions.background_tasks import BackgroundTasks
from captions.engine.preparing.worker_messages import (
    BytesStored,
    FetchStarted,
    Job,
    JobDone,
    JobFailed,
    MeasureModel,
    MeasureStarted,
    PackageStarted,
    Report,
)
from captions.engine.preparing.worker_process import run_job
from captions.errors import EngineError
from captions.messages.message import Message

_log = logging.getLogger(__name__)

RunJob = Callable[[Job], AsyncGenerator[Report, None]]
"""Runs a job in a child process."""


class JobStage(Enum):
    """What a job is doing."""

    INSTALLING = "installing"
    """A Python package is being installed."""
    DOWNLOADING = "downloading"
    IMPORTING = "importing"
    MEASURING = "measuring"


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as it is shown."""

    stage: JobStage
    stored: int = 0
    """Bytes on this computer."""
    total: int = 0
    """Bytes of the whole model; 0 if they are not known."""
    origin: str = ""
    """Name of the place that sends the files."""
    language: str = ""
    """Spoken language for which the user chose the model."""
    is_used_when_ready: bool = False
    """True if captions switch to the model when it is ready."""
    is_requested: bool = True
    """False if only the speed is measured, which the user did not ask for."""

    @property
    def percentage(self) -> int:
        """Share of the bytes that are stored, in percent."""
        return int(100 * self.stored / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """How a job ended."""

    name: str
    """Name of the model; empty if added files are not a model."""
    factor: float = 0.0
    """Measured speed; 0 if it was not measured."""
    problem: Message | None = None
    """Why the job failed."""
    is_stored: bool = True
    """True if the model's files are on this computer."""


class ModelJobs:
    """Owns the running jobs, at most one for each model."""

    def __init__(
        self,
        on_change: Callable[[], None],
        on_end: Callable[[str, JobState, JobOutcome], None],
        run: RunJob = run_job,
    ) -> None:
        """Create the owner without jobs.

        Args:
            on_change: called after a job has made progress.
            on_end: called with the key, the last state and the outcome of a job that was not
                cancelled.
            run: runs a job.
        """
        self._on_change = on_change
        self._on_end = on_end
        self._run = run
        self._states: dict[str, JobState] = {}
        self._jobs: dict[str, asyncio.Task[None]] = {}
        self._tasks = BackgroundTasks()
        self._measuring = asyncio.Lock()

    def find_state(self, key: str) -> JobState | None:
        """Return the state of a model's job; `None` if there is none."""
        return self._states.get(key)

    def list_downloads(self) -> list[tuple[str, JobState]]:
        """Return the names and states of the downloads that are running."""
        shown = (JobStage.DOWNLOADING, JobStage.INSTALLING)
        return [item for item in self._states.items() if item[1].stage in shown]

    def start_job(self, key: str, job: Job, state: JobState) -> None:
        """Run a job, unless one with the same key is running."""
        if key not in self._jobs:
            self._states[key] = state
            self._jobs[key] = self._tasks.start(self._follow(key, job))
            self._on_change()

    def set_use(self, key: str, *, is_used: bool) -> None:
        """Switch to a model when its job is done, or not."""
        if key in self._states:
            self._states[key] = replace(self._states[key], is_used_when_ready=is_used)
            self._on_change()

    async def cancel_job(self, key: str) -> None:
        """Cancel a job, and wait until its process has ended."""
        task = self._jobs.get(key)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def close(self) -> None:
        """Cancel all jobs; downloaded parts are kept."""
        await self._tasks.cancel()

    async def _follow(self, key: str, job: Job) -> None:
        outcome = None
        try:
            outcome = await self._run_to_end(key, job)
        except EngineError as error:
            outcome = JobOutcome(key, problem=error.message, is_stored=False)
        finally:
            state = self._states.pop(key)
            del self._jobs[key]
            if outcome is not None:
                self._on_end(key, state, outcome)
            self._on_change()

    async def _run_to_end(self, key: str, job: Job) -> JobOutcome:
        """Follow the reports of a job; measurements wait for each other."""
        if not isinstance(job, MeasureModel):
            return await self._read_reports(key, job)
        async with self._measuring:
            return await self._read_reports(key, job)

    async def _read_reports(self, key: str, job: Job) -> JobOutcome:
        reports = self._run(job)
        try:
            async for report in reports:
                match report:
                    case JobDone():
                        return JobOutcome(report.name, report.factor)
                    case JobFailed():
                        problem = Message.from_plain(report.message)
                        _log.info("The model %s: %s", key, problem)
                        return JobOutcome(report.model or key, 0.0, problem, report.is_stored)
                    case _:
                        self._states[key] = _advance_state(self._states[key], report)
                        self._on_change()
        finally:
            await reports.aclose()
        raise EngineError("model_process_ended", exit_code="0")


def _advance_state(state: JobState, report: Report) -> JobState:
    match report:
        case PackageStarted():
            return replace(state, stage=JobStage.INSTALLING)
        case FetchStarted():
            return replace(
                state,
                stage=JobStage.DOWNLOADING,
                stored=0,
                total=report.total,
                origin=report.origin,
            )
        case BytesStored():
            return replace(state, stored=report.count)
        case MeasureStarted():
            return replace(state, stage=JobStage.MEASURING)
        case _:
            return state
