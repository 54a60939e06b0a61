"""Names of models that are added as files."""

from pathlib import Path

import pytest

from captions.engine.library import archives
from captions.engine.preparing.dropped_model import find_dropped
from captions.errors import UsageError

WHISPER = {"config.json": b"{}", "model.bin": b"weights", "tokenizer.json": b"{}"}
MOONSHINE = {"encoder_model.ort": b"e", "decoder_model_merged.ort": b"d", "tokenizer.bin": b"t"}


def folder_at(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir(parents=True)
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def name_of(path: Path) -> str:
    with archives.open_source(path) as entries:
        return find_dropped(entries, path).manifest.name


@pytest.mark.parametrize(
    ("place", "files", "name"),
    [
        pytest.param("My Model (v2)", WHISPER, "my-model-v2", id="the folder's name"),
        pytest.param("faster.zip", WHISPER, "faster", id="without the ending of an archive"),
        pytest.param("…", WHISPER, "model", id="a name without letters"),
        pytest.param("whisper-base", WHISPER, "my-whisper-base", id="other files than published"),
        pytest.param("tiny-ko", MOONSHINE, "moonshine-tiny-ko", id="the publisher's folder"),
        pytest.param("moonshine-base-uk", MOONSHINE, "moonshine-base-uk", id="our name"),
        pytest.param("base-uk/quantized", MOONSHINE, "moonshine-base-uk", id="a folder above"),
    ],
)
def test_a_name_is_found(tmp_path: Path, place: str, files: dict[str, bytes], name: str) -> None:
    assert name_of(folder_at(tmp_path / place, files)) == name


@pytest.mark.parametrize(
    ("place", "files", "code"),
    [
        pytest.param("quantized", MOONSHINE, "import_folder_name", id="one of many folders"),
        pytest.param("photos", {"cat.jpg": b""}, "import_without_model", id="no model"),
    ],
)
def test_what_cannot_be_named_is_one_sentence(
    tmp_path: Path, place: str, files: dict[str, bytes], code: str
) -> None:
    with pytest.raises(UsageError) as failure:
        name_of(folder_at(tmp_path / place, files))
    assert failure.value.code == code
