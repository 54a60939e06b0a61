"""The list of models as the app runs it: downloads, switching, progress and notifications."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from captions.app.models.model_jobs import JobStage, JobState
from captions.app.models.model_views import StoredModels, ViewMaker
from captions.app.models.models_controller import ModelCallbacks, ModelsController
from captions.engine.library import catalogue
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
)
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing.speed_cache import SpeedCache
from captions.engine.preparing.worker_messages import (
    BytesStored,
    FetchStarted,
    Job,
    JobDone,
    JobFailed,
    MeasureModel,
    MeasureStarted,
    Report,
    make_failure,
)
from captions.engine.preparing.worker_process import run_job
from captions.messages.message import Message
from captions.settings.schema import RecognitionSettings
from captions.ui.models.model_view import (
    FILES,
    ModelAction,
    ModelRequest,
    ModelState,
    ModelsView,
    ModelView,
)
from tests.conftest import on_loop
from tests.support.servers.file_server import Answer, FileServer, serving

if TYPE_CHECKING:
    from captions.wording.notifications.notices import NotificationText

CONTENT = bytes(range(256)) * 4096
FREE = ModelLicence("MIT", "", "Anyone may use it.")
INCLUDED = CatalogueModel("moonshine", ModelFamily.INCLUDED, "included", ("en",), FREE)
IMPORT_ONLY = CatalogueModel(
    "moonshine-tiny-ko", ModelFamily.MOONSHINE_VOICE, "Korean", ("ko",),
    catalogue.MOONSHINE_COMMUNITY, size=5, page="https://example.org/model/tiny-ko",
)  # fmt: skip
FILE = ModelFile("model.bin", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
DOWNLOAD = ModelRequest(ModelAction.DOWNLOAD, "some-model", "de")


def model_at(url: str) -> CatalogueModel:
    release = ModelRelease("a test", (FILE,), url=url)
    return CatalogueModel("some-model", ModelFamily.WHISPER, "a test", ("de",), FREE, (release,))


class Desk:
    """What the controller shows and does."""

    def __init__(self, folder: Path, url: str = "http://none.example") -> None:
        self.store = ModelStore(folder)
        self.jobs: list[Job] = []
        self.script: list[Report] = []
        """Reports of each job but a measurement."""
        self.measured: Report | None = None
        """Result of measurements; by default a speed."""
        self.gate: asyncio.Event | None = None
        """Holds a job before its last report."""
        self.view = ModelsView()
        self.model = "moonshine"
        self.switched: list[tuple[str, str]] = []
        self.notifications: list[NotificationText] = []
        self.progress: list[str] = []
        self.copied: list[str] = []
        self.restarts = 0
        callbacks = ModelCallbacks(
            lambda: self.model,
            lambda *wanted: self.switched.append(wanted),
            self.notifications.append,
            self.progress.append,
            self._restart,
        )
        models = (INCLUDED, model_at(url), IMPORT_ONLY)
        run = run_job if url.startswith("http://127") else self._run
        self.controller = ModelsController(self, callbacks, self.store, models, run)

    def show_models(self, view: ModelsView) -> None:
        self.view = view

    def _restart(self) -> None:
        self.restarts += 1

    def copy_text(self, text: str) -> None:
        self.copied.append(text)

    def install(self) -> None:
        """Store the model, as a download does."""
        manifest = ModelManifest(
            "some-model", ModelFamily.WHISPER, ("de",), "a test", known=True, files=(FILE,)
        )
        self.store.add_model(manifest, lambda folder: _write_file(folder / "model.bin"))

    def shown(self, name: str = "some-model") -> ModelView:
        return next(model for model in self.view.models if model.name == name)

    async def wait_until(self, is_true: Callable[[], bool]) -> None:
        while not is_true():  # noqa: ASYNC110  # the list has no event for it
            await asyncio.sleep(0.005)

    async def _run(self, job: Job) -> AsyncGenerator[Report, None]:
        self.jobs.append(job)
        if isinstance(job, MeasureModel):
            yield self.measured or JobDone(job.name, 4.0)
            return
        for report in self.script[:-1]:
            yield report
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(self.script[-1], JobDone):
            self.install()
        yield self.script[-1]


def _write_file(path: Path) -> None:
    path.write_bytes(CONTENT)


def at_desk(desk: Desk, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        try:
            await work()
        finally:
            await desk.controller.close()

    on_loop(run())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(CONTENT) as running:
        yield running


def done(factor: float = 4.0) -> Sequence[Report]:
    return (
        FetchStarted("a test", len(CONTENT)),
        BytesStored(len(CONTENT) // 2),
        MeasureStarted("some-model"),
        JobDone("some-model", factor),
    )


def test_nothing_is_offered_that_cannot_be_obtained(desk: Desk) -> None:
    async def work() -> None:
        desk.controller.open_panel()
        desk.controller.handle_request(ModelRequest(ModelAction.REFRESH))
        assert [model.name for model in desk.view.models] == ["moonshine", "some-model"]

    at_desk(desk, work)


def test_models_are_measured_once_when_the_list_is_shown(desk: Desk) -> None:
    async def work() -> None:
        desk.install()
        desk.controller.open_panel()
        for _ in range(2):
            desk.controller.handle_request(ModelRequest(ModelAction.REFRESH))
        assert desk.shown("moonshine").is_measuring
        await desk.wait_until(lambda: not desk.shown("some-model").is_measuring)
        names = [job.name for job in desk.jobs if isinstance(job, MeasureModel)]
        assert names == ["moonshine", "some-model"]
        assert not desk.notifications

    at_desk(desk, work)


@pytest.mark.parametrize(
    ("included", "other", "recommended"),
    [(4.0, 2.0, [{"en"}, {"de"}]), (1.9, 5.0, [set(), {"de"}]), (4.0, 1.0, [{"en"}, set()])],
    ids=["both keep up", "one is slow", "the other is slow"],
)
def test_the_model_that_suits_is_marked_and_nothing_switches(
    desk: Desk, included: float, other: float, recommended: list[set[str]]
) -> None:
    async def work() -> None:
        desk.install()
        speeds = SpeedCache(desk.store)
        speeds.write_factor("moonshine", included)
        speeds.write_factor("some-model", other)
        desk.controller.open_panel()
        desk.controller.handle_request(ModelRequest(ModelAction.REFRESH))
        shown = [desk.shown(name) for name in ("moonshine", "some-model")]
        assert [view.recommended_languages for view in shown] == recommended
        assert not desk.switched
        assert not desk.jobs  # What is known is not measured again.

    at_desk(desk, work)


@pytest.mark.parametrize(
    ("factors", "measured", "recommended"),
    [
        ({"moonshine": 0.0, "moonshine-light": 4.0}, {"moonshine"}, [set(), set()]),
        ({"moonshine": 3.0, "moonshine-light": 4.0}, set(), [{"en"}, set()]),
        ({"moonshine": 1.0, "moonshine-light": 4.0}, set(), [set(), {"en"}]),
    ],
    ids=["the better one is being measured", "it keeps up", "it is too slow"],
)
def test_nothing_is_recommended_before_all_that_know_the_language_are_measured(
    factors: dict[str, float], measured: set[str], recommended: list[set[str]]
) -> None:
    states = dict.fromkeys(measured, JobState(JobStage.MEASURING))
    views = ViewMaker(StoredModels(factors=factors), states, {}).make_views(catalogue.MODELS[:2])
    assert [view.recommended_languages for view in views] == recommended


def test_a_model_that_cannot_be_loaded_is_measured_only_once(desk: Desk) -> None:
    async def work() -> None:
        broken = Message("model_unloadable", folder="/models", reason="damaged")
        desk.measured = make_failure(broken, "moonshine", is_stored=True)
        desk.controller.open_panel()
        desk.controller.handle_request(ModelRequest(ModelAction.REFRESH))
        await desk.wait_until(lambda: bool(desk.shown("moonshine").problem))
        desk.controller.handle_request(ModelRequest(ModelAction.REFRESH))
        assert not desk.shown("moonshine").is_measuring
        assert len(desk.jobs) == 1

    at_desk(desk, work)


def test_a_download_is_followed_in_the_list_and_then_used(desk: Desk) -> None:
    async def work() -> None:
        desk.script = list(done())
        desk.gate = asyncio.Event()
        desk.controller.open_panel()
        desk.controller.handle_request(DOWNLOAD)
        assert desk.shown().state is ModelState.DOWNLOADING
        await desk.wait_until(lambda: desk.shown().is_measuring)
        assert "Downloading Some model: 50\u00a0%" in desk.progress
        desk.gate.set()
        await desk.wait_until(lambda: bool(desk.switched))
        assert desk.switched == [("some-model", "de")]
        assert desk.shown().state is ModelState.READY
        assert desk.progress[-1] == ""
        assert not desk.notifications, "the list shows the result"

    at_desk(desk, work)


@pytest.mark.parametrize(
    ("is_used", "factor", "switched", "kind"),
    [
        pytest.param(True, 4.0, [("some-model", "de")], "model_used", id="used"),
        pytest.param(False, 4.0, [], "model_ready", id="not used"),
        pytest.param(True, 0.4, [], "model_slow", id="too slow for this computer"),
    ],
)
def test_a_download_continues_when_the_dialog_is_closed(
    desk: Desk, is_used: bool, factor: float, switched: list[tuple[str, str]], kind: str
) -> None:
    async def work() -> None:
        desk.script = list(done(factor))
        desk.gate = asyncio.Event()
        desk.controller.open_panel()
        desk.controller.handle_request(DOWNLOAD)
        use = ModelRequest(ModelAction.SET_USE, "some-model", is_used=is_used)
        desk.controller.handle_request(use)
        desk.controller.close_panel()
        desk.gate.set()
        await desk.wait_until(lambda: bool(desk.notifications))
        assert desk.switched == switched
        assert [notification.kind for notification in desk.notifications] == [kind]
        desk.view = desk.controller.make_view()
        assert ("too slow" in desk.shown().problem) == (kind == "model_slow")

    at_desk(desk, work)


def test_a_failure_is_shown_and_the_next_attempt_starts_without_it(desk: Desk) -> None:
    async def work() -> None:
        desk.script = [make_failure(Message("download_host_unknown", host="none.example"))]
        desk.controller.open_panel()
        desk.controller.handle_request(DOWNLOAD)
        await desk.wait_until(lambda: bool(desk.shown().problem))
        assert desk.shown().problem == "none.example cannot be found: check the network."
        desk.gate = asyncio.Event()
        desk.controller.handle_request(DOWNLOAD)
        assert not desk.shown().problem

    at_desk(desk, work)


def test_a_model_whose_package_is_missing_is_not_used(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "captions.engine.recognition.recognisers.is_installed",
        lambda family: family is ModelFamily.INCLUDED,
    )

    async def work() -> None:
        desk.script = [JobDone("some-model")]
        desk.controller.open_panel()
        desk.controller.handle_request(DOWNLOAD)
        await desk.wait_until(lambda: desk.shown().state is ModelState.NEEDS_PACKAGE)
        assert not desk.switched
        package = desk.shown().package
        assert package is not None
        assert package.name == "faster-whisper"

    at_desk(desk, work)


def test_a_model_is_removed_unless_it_is_in_use(desk: Desk) -> None:
    async def work() -> None:
        desk.install()
        desk.controller.open_panel()
        desk.model = "some-model"
        remove = ModelRequest(ModelAction.REMOVE, "some-model")
        desk.controller.handle_request(remove)
        await desk.wait_until(lambda: bool(desk.view.models) and bool(desk.shown().problem))
        assert desk.shown().problem.startswith("Some model is in use")
        desk.model = "moonshine"
        desk.controller.handle_request(remove)
        await desk.wait_until(lambda: desk.shown().state is ModelState.AVAILABLE)
        assert not desk.shown().problem

    at_desk(desk, work)


def test_a_licence_is_asked_for_before_files_are_added(desk: Desk) -> None:
    async def work() -> None:
        refused = Message("licence_not_confirmed", model="moonshine-tiny-ko", terms="…")
        desk.script = [make_failure(refused, "moonshine-tiny-ko")]
        desk.controller.open_panel()
        add = ModelRequest(ModelAction.ADD_FILES, path="/home/mary/tiny-ko")
        desk.controller.handle_request(add)
        await desk.wait_until(lambda: desk.view.question is not None)
        assert desk.view.question is not None
        assert desk.view.question.path == "/home/mary/tiny-ko"
        assert desk.view.question.terms == catalogue.MOONSHINE_COMMUNITY.terms

    at_desk(desk, work)


@pytest.mark.parametrize(
    ("report", "note", "has_failed"),
    [
        pytest.param(JobDone("some-model", 3.0), "Some model was added.", False, id="added"),
        pytest.param(
            make_failure(Message("import_folder_name")),
            str(Message("import_folder_name")),
            True,
            id="refused",
        ),
    ],
)
def test_added_files_end_with_one_sentence(
    desk: Desk, report: JobDone | JobFailed, note: str, has_failed: bool
) -> None:
    async def work() -> None:
        desk.script = [report]
        desk.controller.open_panel()
        desk.controller.handle_request(ModelRequest(ModelAction.ADD_FILES, path="/models"))
        await desk.wait_until(lambda: desk.view.note == note)
        assert desk.view.has_failed is has_failed
        assert not desk.switched, "only the files were asked for"

    at_desk(desk, work)


def test_adding_files_is_cancelled_without_a_trace(desk: Desk) -> None:
    async def work() -> None:
        desk.script = [JobDone("some-model", 3.0)]
        desk.gate = asyncio.Event()
        desk.controller.open_panel()
        desk.controller.handle_request(ModelRequest(ModelAction.ADD_FILES, path="/models"))
        assert desk.view.is_adding
        desk.controller.handle_request(ModelRequest(ModelAction.CANCEL, FILES))
        await desk.wait_until(lambda: not desk.view.is_adding and not desk.view.note)

    at_desk(desk, work)


def test_the_package_of_the_user_s_own_model_is_installed(desk: Desk) -> None:
    async def work() -> None:
        manifest = ModelManifest(
            "mine", ModelFamily.WHISPER, ("de",), "a disk", known=False, files=(FILE,)
        )
        desk.store.add_model(manifest, lambda folder: _write_file(folder / "model.bin"))
        desk.script = [JobDone("mine", 3.0)]
        desk.controller.open_panel()
        desk.controller.handle_request(ModelRequest(ModelAction.REFRESH))
        await desk.wait_until(lambda: not desk.shown("mine").is_measuring)
        desk.controller.handle_request(ModelRequest(ModelAction.DOWNLOAD, "mine", "de"))
        await desk.wait_until(lambda: desk.switched == [("mine", "de")])

    at_desk(desk, work)


def test_a_command_is_copied(desk: Desk) -> None:
    async def work() -> None:
        desk.controller.handle_request(ModelRequest(ModelAction.COPY, text="pip install it"))
        assert desk.copied == ["pip install it"]

    at_desk(desk, work)


def test_a_real_download_is_cancelled_shown_as_partial_and_resumed(
    tmp_path: Path, server: FileServer
) -> None:
    desk = Desk(tmp_path, server.url)
    server.answers = [Answer(most=len(CONTENT) // 2, stalls=True)]

    async def work() -> None:
        desk.controller.open_panel()
        desk.controller.handle_request(DOWNLOAD)
        await desk.wait_until(lambda: desk.shown().progress.stored > 0)
        desk.controller.handle_request(ModelRequest(ModelAction.CANCEL, "some-model"))
        await desk.wait_until(lambda: desk.shown().state is ModelState.PARTIAL)
        desk.controller.handle_request(DOWNLOAD)
        await desk.wait_until(lambda: desk.shown().state is ModelState.READY)
        await desk.wait_until(lambda: bool(desk.shown().problem))
        assert not desk.switched, "these bytes are no model"

    at_desk(desk, work)
    assert server.ranges[1][0] is not None


@pytest.mark.parametrize("fails", [False, True])
def test_what_tells_speakers_apart_is_downloaded_once_it_is_asked_for(
    desk: Desk,
    fails: bool,
) -> None:
    problem = Message("pip_missing")
    desk.script = [make_failure(problem) if fails else JobDone("speakers")]
    wanted = RecognitionSettings(speakers=True)

    async def run() -> None:
        desk.controller.prepare_speakers(RecognitionSettings())
        assert desk.jobs == []
        desk.controller.prepare_speakers(wanted)
        await desk.wait_until(lambda: bool(desk.notifications or desk.restarts))
        desk.controller.prepare_speakers(wanted)

    desk.install = lambda: None  # type: ignore[method-assign]
    at_desk(desk, run)
    assert [notification.kind for notification in desk.notifications] == (
        ["speakers_failed"] if fails else []
    )
    assert desk.restarts == (0 if fails else 1)
    if fails:  # It is not tried again until the user asks for it again.
        assert len(desk.jobs) == 1
