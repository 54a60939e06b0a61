"""Carries out what the user asks for in the list of models, and shows the result."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from captions.app.models.model_jobs import (
    JobOutcome,
    JobStage,
    JobState,
    ModelJobs,
    RunJob,
)
from captions.app.models.model_views import StoredModels, ViewMaker, format_title, make_own_model
from captions.background_tasks import BackgroundTasks
from captions.engine.library import catalogue
from captions.engine.library.release import CatalogueModel
from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelStore
from captions.engine.preparing.worker_messages import ImportModel, MeasureModel, PrepareModel
from captions.engine.preparing.worker_process import run_job
from captions.engine.speakers.voice_model import is_voice_model_stored
from captions.errors import CaptionsError, UsageError
from captions.messages.message import Message
from captions.settings.schema import RecognitionSettings
from captions.ui.models.model_view import (
    FILES,
    LicenceQuestion,
    ModelAction,
    ModelRequest,
    ModelsView,
)
from captions.wording.language import marked, rendered, translated
from captions.wording.notifications import notices
from captions.wording.notifications.notices import NotificationText
from captions.wording.speed_texts import REQUIRED_FACTOR

_PROGRESS = marked("Downloading {0}: {1}\u00a0%")
_INSTALLING = marked("Installing {0}")
_ADDED = marked("{0} was added.")


class ModelsPanel(Protocol):
    """Shows the models, as the dialogs do."""

    def show_models(self, view: ModelsView) -> None:
        """Show all models and their states."""

    def copy_text(self, text: str) -> None:
        """Copy a text to the clipboard."""


@dataclass(frozen=True, slots=True)
class ModelCallbacks:
    """What the rest of the app does for the list of models."""

    get_model: Callable[[], str]
    """Returns the name of the model in use."""
    switch_model: Callable[[str, str], None]
    """Uses a model, for a spoken language."""
    notify: Callable[[NotificationText], None]
    """Sends a notification."""
    show_progress: Callable[[str], None]
    """Shows the progress of downloads in the tray; empty if there are none."""
    restart_sessions: Callable[[], None] = lambda: None
    """Starts new sessions, which can tell speakers apart from now on."""


class ModelsController:
    """Owns the downloads, and the state of the list."""

    def __init__(
        self,
        panel: ModelsPanel,
        callbacks: ModelCallbacks,
        store: ModelStore | None = None,
        models: Sequence[CatalogueModel] = catalogue.MODELS,
        run: RunJob = run_job,
    ) -> None:
        """Prepare to carry out requests.

        Args:
            panel: shows the list.
            callbacks: what the rest of the app does.
            store: the stored models.
            models: the catalogue.
            run: runs a job in a child process.
        """
        self._panel = panel
        self._callbacks = callbacks
        self._store = store or ModelStore()
        self._models = tuple(models)
        self._languages = tuple(
            dict.fromkeys(code for model in self._models for code in model.languages)
        )
        self._jobs = ModelJobs(self._show, self._handle_end, run)
        self._stored = StoredModels()
        self._problems: dict[str, Message] = {}
        self._files_note = ModelsView()
        """Result of adding files; its list of models is empty."""
        self._files_path = ""
        self._is_watched = False
        self._tasks = BackgroundTasks()

    def open_panel(self) -> None:
        """Show the list from now on."""
        self._is_watched = True
        self._files_note = ModelsView()

    def close_panel(self) -> None:
        """Stop showing the list; downloads continue."""
        self._is_watched = False

    def handle_request(self, request: ModelRequest) -> None:
        """Start what the user asks for."""
        match request.action:
            case ModelAction.DOWNLOAD:
                self._start_download(request)
            case ModelAction.ADD_FILES:
                self._start_import(request)
            case ModelAction.SET_USE:
                self._jobs.set_use(request.name, is_used=request.is_used)
            case ModelAction.CANCEL:
                self._tasks.start(self._cancel_job(request.name))
            case ModelAction.REMOVE:
                self._tasks.start(self._remove_model(request.name))
            case ModelAction.REFRESH:
                self._refresh()
                self._measure_models()
            case ModelAction.COPY:
                self._panel.copy_text(request.text)

    def prepare_speakers(self, recognition: RecognitionSettings) -> None:
        """Download what tells speakers apart if the settings need it and it is not here."""
        name = VOICE_MODEL.name
        needed = recognition.speakers and not recognition.server and name not in self._problems
        if needed and not is_voice_model_stored(self._store):
            job = PrepareModel(VOICE_MODEL, str(self._store.folder))
            state = JobState(JobStage.DOWNLOADING, total=VOICE_MODEL.total_bytes)
            self._jobs.start_job(name, job, state)
        if not recognition.speakers:
            self._problems.pop(name, None)  # The next time, it is tried again.

    async def close(self) -> None:
        """Cancel all jobs; downloaded parts are kept."""
        self._is_watched = False
        await self._jobs.close()
        await self._tasks.cancel()

    def _refresh(self) -> None:
        """Look again at what is installed, and show it."""
        self._stored = StoredModels.read(self._store, self._models)
        self._show()

    def _measure_models(self) -> None:
        """Measure the models whose speed is not known, one after the other."""
        for name in self._stored.list_unmeasured():
            if name in self._problems:
                continue  # It cannot be loaded; another attempt would fail in the same way.
            job = MeasureModel(name, str(self._store.folder))
            state = JobState(JobStage.MEASURING, is_requested=False)
            self._jobs.start_job(name, job, state)

    def _start_download(self, request: ModelRequest) -> None:
        model = self._find_model(request.name)
        self._problems.pop(model.name, None)
        job = PrepareModel(model, str(self._store.folder))
        state = JobState(
            JobStage.DOWNLOADING,
            total=model.total_bytes,
            language=request.language,
            is_used_when_ready=True,
        )
        self._jobs.start_job(model.name, job, state)

    def _find_model(self, name: str) -> CatalogueModel:
        """Return a model of the catalogue or of the user."""
        listed = [model for model in self._models if model.name == name]
        return listed[0] if listed else make_own_model(self._stored.manifests[name])

    def _start_import(self, request: ModelRequest) -> None:
        self._files_path = request.path
        self._files_note = ModelsView(note=translated(marked("Copying the files…")))
        job = ImportModel(request.path, str(self._store.folder), request.is_licence_accepted)
        self._jobs.start_job(FILES, job, JobState(JobStage.IMPORTING, language=request.language))

    async def _cancel_job(self, name: str) -> None:
        await self._jobs.cancel_job(name)
        if name == FILES:
            self._files_note = ModelsView()
        self._refresh()

    async def _remove_model(self, name: str) -> None:
        await self._jobs.cancel_job(name)
        try:
            if name == self._callbacks.get_model():
                raise UsageError("model_in_use", model=format_title(name))
            await asyncio.to_thread(self._store.remove_model, name)
        except CaptionsError as error:
            self._problems[name] = error.message
        else:
            self._problems.pop(name, None)
        self._refresh()

    def _handle_end(self, key: str, state: JobState, outcome: JobOutcome) -> None:
        if key == VOICE_MODEL.name:
            self._finish_speakers(outcome)
            return
        self._stored = StoredModels.read(self._store, self._models)
        if key == FILES:
            self._show_import(outcome)
        elif outcome.problem is not None:
            self._problems[key] = outcome.problem
        if state.is_requested:
            self._finish_download(state, outcome)

    def _finish_speakers(self, outcome: JobOutcome) -> None:
        if outcome.problem is None:
            self._callbacks.restart_sessions()
        else:
            self._problems[VOICE_MODEL.name] = outcome.problem
            self._notify("speakers_failed", outcome.problem)

    def _finish_download(self, state: JobState, outcome: JobOutcome) -> None:
        """Switch to a model that is ready if the user asked for it, and report the result."""
        is_slow = 0 < outcome.factor < REQUIRED_FACTOR
        is_ready = outcome.problem is None and self._stored.can_run(outcome.name)
        is_used = is_ready and state.is_used_when_ready and not is_slow
        if is_used:
            self._callbacks.switch_model(outcome.name, state.language)
        elif is_slow and state.is_used_when_ready:
            self._problems[outcome.name] = Message("model_slow_unused")
        if self._is_watched:
            return  # The list shows the result.
        if outcome.problem is not None:
            self._notify("model_failed", outcome.problem)
        else:
            kind = "model_used" if is_used else "model_slow" if is_slow else "model_ready"
            self._notify(kind, format_title(outcome.name))

    def _notify(self, kind: str, detail: Message | str) -> None:
        self._callbacks.notify(notices.make_notification(kind, detail))

    def _show_import(self, outcome: JobOutcome) -> None:
        """Show whether files were added, or ask for their licence."""
        problem = outcome.problem
        if problem is None or outcome.is_stored:
            added = translated(_ADDED).format(format_title(outcome.name))
            self._files_note = ModelsView(note=added)
        elif problem.code == "licence_not_confirmed":
            model = self._find_model(outcome.name)
            question = LicenceQuestion(
                format_title(outcome.name), translated(model.licence.terms), self._files_path
            )
            self._files_note = ModelsView(question=question)
        else:
            self._files_note = ModelsView(note=rendered(problem), has_failed=True)

    def _show(self) -> None:
        """Show the list if a dialog is open, and the progress in the tray."""
        self._callbacks.show_progress(self._format_progress())
        if self._is_watched:
            self._panel.show_models(self.make_view())

    def make_view(self) -> ModelsView:
        """Return what the list shows."""
        names = (*(model.name for model in self._models), *self._stored.manifests)
        states = {name: state for name in names if (state := self._jobs.find_state(name))}
        views = ViewMaker(self._stored, states, self._problems).make_views(self._models)
        return replace(
            self._files_note,
            models=views,
            languages=self._languages,
            is_adding=self._jobs.find_state(FILES) is not None,
            limitation=self._stored.describe_limitation(),
        )

    def _format_progress(self) -> str:
        lines = []
        for name, state in self._jobs.list_downloads():
            is_counted = state.stage is JobStage.DOWNLOADING
            template = translated(_PROGRESS if is_counted else _INSTALLING)
            lines.append(template.format(format_title(name), state.percentage))
        return ", ".join(lines)
