"""Jobs in this process: which steps are needed, and how often progress is reported."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from captions.engine.library.catalogue import LIGHT
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
)
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing import package_install
from captions.engine.preparing.job_runner import JobRunner
from captions.engine.preparing.package_install import PythonEnvironment
from captions.engine.preparing.worker_messages import (
    BytesStored,
    FetchStarted,
    JobDone,
    JobFailed,
    MeasureModel,
    MeasureStarted,
    PackageStarted,
    PrepareModel,
    Report,
)
from captions.engine.recognition import recognisers
from captions.messages.message import Message
from tests.support.fakes.manual_clock import ManualClock
from tests.support.servers.file_server import FileServer, serving

CONTENT = bytes(range(256)) * 8192  # 2 MiB: several blocks
FILE = ModelFile("model.bin", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(CONTENT) as running:
        yield running


def model_at(url: str = "") -> CatalogueModel:
    releases = (ModelRelease("a test", (FILE,), url=url),) if url else ()
    licence = ModelLicence("MIT", "", "Anyone may use it.")
    return CatalogueModel("some-model", ModelFamily.WHISPER, "", ("en",), licence, releases)


def without_package(
    monkeypatch: pytest.MonkeyPatch, *, is_frozen: bool = False, is_writable: bool = False
) -> None:
    monkeypatch.setattr(recognisers, "is_installed", lambda _: False)
    found = PythonEnvironment(
        is_frozen=is_frozen, is_managed=False, has_pip=True, is_writable=is_writable
    )
    monkeypatch.setattr(PythonEnvironment, "detect", lambda: found)


def test_a_package_that_the_user_must_install_does_not_delay_the_download(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_package(monkeypatch)
    reports: list[Report] = []
    JobRunner(reports.append).run_job(PrepareModel(model_at(server.url), str(tmp_path)))
    assert isinstance(reports[0], FetchStarted)
    assert reports[-1] == JobDone("some-model"), "it cannot be measured yet"


def test_a_packed_program_says_that_the_package_cannot_be_added(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_package(monkeypatch, is_frozen=True)
    reports: list[Report] = []
    JobRunner(reports.append).run_job(PrepareModel(model_at(server.url), str(tmp_path)))
    assert reports[0] == PackageStarted("faster-whisper")
    assert isinstance(reports[-1], JobFailed)
    assert Message.from_plain(reports[-1].message).code == "package_unavailable"
    assert not server.ranges, "nothing was downloaded that could not be used"


def test_files_that_are_here_are_not_downloaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[ModelFamily] = []
    without_package(monkeypatch, is_writable=True)
    monkeypatch.setattr(package_install, "install_package", installed.append)
    manifest = ModelManifest(
        "some-model", ModelFamily.WHISPER, ("en",), "a disk", known=False, files=(FILE,)
    )
    ModelStore(tmp_path).add_model(manifest, write_model)
    reports: list[Report] = []
    JobRunner(reports.append).run_job(PrepareModel(model_at(), str(tmp_path)))
    assert reports == [PackageStarted("faster-whisper"), JobDone("some-model")]
    assert installed == [ModelFamily.WHISPER]


def write_model(folder: Path) -> None:
    (folder / "model.bin").write_bytes(CONTENT)


def test_progress_is_reported_at_first_from_time_to_time_and_at_the_end(
    server: FileServer, tmp_path: Path
) -> None:
    reports: list[Report] = []
    clock = ManualClock()
    runner = JobRunner(reports.append, clock=clock)
    runner.run_job(PrepareModel(model_at(server.url), str(tmp_path)))
    counts = [report.count for report in reports if isinstance(report, BytesStored)]
    assert len(counts) == 2, "the clock stands still"
    assert 0 < counts[0] < counts[1] == len(CONTENT)


def test_a_measured_speed_ends_the_job(tmp_path: Path) -> None:
    reports: list[Report] = []
    runner = JobRunner(reports.append, measure=lambda _: 3.5)
    runner.run_job(MeasureModel(LIGHT, str(tmp_path)))
    assert reports == [MeasureStarted(LIGHT), JobDone(LIGHT, 3.5)]
