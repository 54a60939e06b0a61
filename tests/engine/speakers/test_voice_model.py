"""The model that tells speakers apart: without it, or with a broken one, captions go on."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from captions.engine import model_files
from captions.engine.capabilities import check_options
from captions.engine.library.catalogue import LIGHT
from captions.engine.library.release import ModelFamily, ModelFile
from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.models import LoadedModels
from captions.engine.speakers.d_vector import DVectorEmbedder
from captions.engine.speakers.voice_model import is_voice_model_stored, load_voice_model
from captions.errors import EngineError
from captions.protocol.options import SessionOptions
from tests.support.models.voice_model import store_with_voice_model

FILE = VOICE_MODEL.releases[0].files[0].name


def store_of(folder: Path, content: bytes) -> ModelStore:
    """Return a store whose voice model has some content, and its digest."""
    store = ModelStore(folder)
    file = ModelFile(FILE, len(content), hashlib.sha256(content).hexdigest())
    manifest = ModelManifest(
        VOICE_MODEL.name, ModelFamily.SPEAKERS, (), "a test", known=True, files=(file,)
    )

    def write_files(partial: Path) -> None:
        (partial / FILE).write_bytes(content)

    store.add_model(manifest, write_files)
    return store


def published() -> bytes:
    return (store_with_voice_model().folder / VOICE_MODEL.name / FILE).read_bytes()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def change_one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def fill_with_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("harm", [truncate, change_one_byte, fill_with_zeros, os.remove])
def test_damaged_model_counts_as_missing(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    store = store_of(tmp_path, published())
    assert is_voice_model_stored(store)
    harm(tmp_path / VOICE_MODEL.name / FILE)
    assert not is_voice_model_stored(store)
    assert load_voice_model(store) is None


def test_damaged_model_is_downloaded_again(tmp_path: Path) -> None:
    store = store_of(tmp_path, published())
    change_one_byte(tmp_path / VOICE_MODEL.name / FILE)
    with pytest.raises(RuntimeError, match="the download begins"):
        store.fetch_model(VOICE_MODEL, _begin_download)


def _begin_download(_release: object) -> Callable[[int], None]:
    raise RuntimeError("the download begins")


def other_network() -> bytes:
    return model_files.find_path(model_files.SILERO).read_bytes()


@pytest.mark.parametrize(
    "content", [lambda: b"\0" * 1000, lambda: published()[:-1000], other_network],
    ids=["zeros", "cut off", "another network"],
)  # fmt: skip
def test_model_that_cannot_be_run_is_one_sentence_and_captions_go_on(
    tmp_path: Path, content: Callable[[], bytes]
) -> None:
    store = store_of(tmp_path, content())
    models = LoadedModels.load(LIGHT, store)
    capabilities = models.capabilities
    assert not capabilities.tells_speakers
    assert capabilities.speakers_failure.startswith("Speakers cannot be told apart, because")
    assert "captions models fetch speakers" in capabilities.speakers_failure
    assert "\n" not in capabilities.speakers_failure
    assert len(capabilities.speakers_failure) < 350
    options = SessionOptions(diarize=True)
    check = check_options(options, capabilities)
    assert check.refusals == ()
    assert [warning.code for warning in check.warnings] == ["speakers_unavailable"]
    assert capabilities.speakers_failure in check.warnings[0].warning
    assert models.create_transcriber(options).commit().text == ""
    assert check_options(SessionOptions(), capabilities).warnings == ()
    with pytest.raises(EngineError, match="Speakers cannot be told apart"):
        DVectorEmbedder.load(tmp_path / VOICE_MODEL.name / FILE)
