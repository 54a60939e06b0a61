"""Jobs in the real child process, against a real HTTP server that fails as a test requests."""

import asyncio
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from captions.engine.library import catalogue
from captions.engine.library.catalogue import LIGHT
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
)
from captions.engine.library.store import ModelStore
from captions.engine.preparing.speed_cache import SpeedCache
from captions.engine.preparing.worker_messages import (
    BytesStored,
    FetchStarted,
    ImportModel,
    Job,
    JobDone,
    JobFailed,
    MeasureModel,
    MeasureStarted,
    PrepareModel,
    Report,
)
from captions.engine.preparing.worker_process import run_job
from captions.errors import EngineError
from captions.messages.message import Message
from tests.conftest import on_loop
from tests.support.servers.file_server import Answer, FileServer, serving

CONTENT = bytes(range(256)) * 4096
HALF = len(CONTENT) // 2
FREE = ModelLicence("MIT", "", "Anyone may use it.")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(CONTENT) as running:
        yield running


def model_at(url: str) -> CatalogueModel:
    file = ModelFile("model.bin", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    release = ModelRelease("a test", (file,), url=url)
    return CatalogueModel("some-model", ModelFamily.WHISPER, "tests", ("en",), FREE, (release,))


def _has_bytes(path: Path, size: int) -> bool:
    return path.exists() and path.stat().st_size >= size


def reports_of(job: Job, command: tuple[str, ...] | None = None) -> list[Report]:
    async def collect() -> list[Report]:
        reports = run_job(job) if command is None else run_job(job, command)
        return [report async for report in reports]

    return on_loop(collect())


def test_a_download_reports_its_place_its_bytes_and_its_end(
    server: FileServer, tmp_path: Path
) -> None:
    store = ModelStore(tmp_path)
    reports = reports_of(PrepareModel(model_at(server.url), str(tmp_path)))
    first, *counts, measuring, last = reports
    assert first == FetchStarted("a test", len(CONTENT))
    assert all(isinstance(report, BytesStored) for report in counts)
    assert counts[-1] == BytesStored(len(CONTENT))
    assert measuring == MeasureStarted("some-model")
    assert isinstance(last, JobFailed), "these bytes are no model, so their speed is not measured"
    assert (last.model, last.is_stored) == ("some-model", True)
    assert Message.from_plain(last.message).code == "model_unloadable"
    assert store.read_manifest("some-model") is not None


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        pytest.param([Answer(404)], "download_moved", id="moved"),
        pytest.param([Answer(410)], "download_moved", id="removed"),
        pytest.param([Answer(403)], "download_refused", id="refused"),
        pytest.param([Answer(407)], "download_proxy_refused", id="refused by a proxy"),
        pytest.param([Answer(content=CONTENT[::-1])], "download_altered", id="wrong bytes"),
    ],
)
def test_a_failed_download_is_a_message_that_can_be_translated(
    server: FileServer, tmp_path: Path, answers: list[Answer], code: str
) -> None:
    server.answers = answers
    last = reports_of(PrepareModel(model_at(server.url), str(tmp_path)))[-1]
    assert isinstance(last, JobFailed)
    assert Message.from_plain(last.message).code == code
    assert not last.is_stored


def test_a_cancelled_download_ends_at_once_keeps_its_part_and_resumes(
    server: FileServer, tmp_path: Path
) -> None:
    server.answers = [Answer(most=HALF, stalls=True)]
    job = PrepareModel(model_at(server.url), str(tmp_path))

    async def cancel_at_half() -> None:
        async def follow() -> None:
            async for _ in run_job(job):
                pass

        task = asyncio.create_task(follow())
        part = tmp_path / "some-model.partial" / "model.bin.part"
        while not _has_bytes(part, HALF):  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    on_loop(cancel_at_half())
    assert ModelStore(tmp_path).partial_bytes("some-model") >= HALF
    reports = reports_of(job)
    assert server.ranges[1] == (f"bytes={HALF}-", '"one"')
    assert BytesStored(len(CONTENT)) in reports


def test_the_speed_of_an_included_model_is_measured_and_remembered(tmp_path: Path) -> None:
    started, last = reports_of(MeasureModel(LIGHT, str(tmp_path)))
    assert started == MeasureStarted(LIGHT)
    assert isinstance(last, JobDone)
    assert last.factor > 0
    assert SpeedCache(ModelStore(tmp_path)).read_factor(LIGHT) == last.factor


def test_files_with_a_restricted_licence_are_added_only_after_the_user_accepts_it(
    tmp_path: Path,
) -> None:
    dropped = tmp_path / "tiny-ko"
    dropped.mkdir()
    for name in ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"):
        (dropped / name).write_bytes(b"x")
    models = tmp_path / "models"
    (refused,) = reports_of(ImportModel(str(dropped), str(models)))
    assert isinstance(refused, JobFailed)
    message = Message.from_plain(refused.message)
    assert message.code == "licence_not_confirmed"
    assert message.parameters["terms"] == catalogue.MOONSHINE_COMMUNITY.terms
    assert refused.model == "moonshine-tiny-ko"
    reports = reports_of(ImportModel(str(dropped), str(models), licence_accepted=True))
    assert reports[0] == MeasureStarted("moonshine-tiny-ko")
    assert ModelStore(models).read_manifest("moonshine-tiny-ko") is not None


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param((sys.executable, "--version"), "model_process_ended", id="it just ends"),
        pytest.param(("/none/such",), "model_process_start_failed", id="it cannot be started"),
    ],
)
def test_a_process_that_fails_is_one_sentence(
    tmp_path: Path, command: tuple[str, ...], code: str
) -> None:
    with pytest.raises(EngineError) as failure:
        reports_of(MeasureModel(LIGHT, str(tmp_path)), command)
    assert failure.value.code == code
