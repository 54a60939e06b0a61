"""Imports a model from the user's folder or archive.

The import identifies known models by the digests of their files. Other models need a name from the
user, and are marked as unknown. Only the files that a recogniser reads are copied, by fixed names,
so no archive can write elsewhere.
"""

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from captions.engine.library import catalogue
from captions.engine.library.archives import Entries
from captions.engine.library.release import (
    CatalogueModel,
    ModelFamily,
    ModelFile,
    ModelLicence,
    ModelRelease,
)
from captions.engine.library.releases import sherpa_models, whisper_models
from captions.engine.library.store import ModelManifest, ModelStore
from captions.errors import UsageError

_WHISPER = {"config.json", "model.bin", "tokenizer.json"}
_WHISPER_EXTRA = {"vocabulary.txt", "vocabulary.json", "preprocessor_config.json"}
_MOONSHINE = {"encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"}
_STREAMING = {
    *("adapter.ort", "cross_kv.ort", "decoder_kv.ort", "encoder.ort"),
    *("streaming_config.json", "tokenizer.bin"),
}
_MOONSHINE_EXTRA = {
    *("decoder_with_attention.ort", "decoder_kv_with_attention.ort"),
    *("frontend.ort", "frontend.model.ort", "frontend.weights.ort"),
}
_TRANSDUCER = {"encoder.int8.onnx", "decoder.int8.onnx", "joiner.int8.onnx", "tokens.txt"}
_SINGLE = {"model.int8.onnx", "tokens.txt"}
_WEIGHTS = {*("encoder.weights", "encoder.onnx.data", "model.weights", "model.onnx.data")}
"""Weights that a large model keeps beside its network."""
_FAMILIES = (
    (ModelFamily.WHISPER, _WHISPER, _WHISPER_EXTRA),
    (ModelFamily.MOONSHINE_VOICE, _MOONSHINE, _MOONSHINE_EXTRA),
    (ModelFamily.MOONSHINE_VOICE, _STREAMING, _MOONSHINE_EXTRA),
    (ModelFamily.SHERPA, _TRANSDUCER, set[str]()),
    (ModelFamily.SHERPA, {name.replace(".int8", "") for name in _TRANSDUCER}, _WEIGHTS),
    (ModelFamily.SHERPA, _SINGLE, set[str]()),
    (ModelFamily.SHERPA, {name.replace(".int8", "") for name in _SINGLE}, _WEIGHTS),
)
"""Families with their required and optional file names; the first that fits a folder counts."""
_ENGLISH_LANGUAGE_IDS = 98
"""Number of ``lang_ids`` in the configuration of an English-only Whisper model."""
_BLOCK_BYTES = 1 << 20
"""Bytes read at a time."""
_VOCABULARY = "tokens.txt"
_MAX_VOCABULARY_BYTES = 8 << 20
_MAX_JSON_BYTES = 64 << 20
"""Maximum size of a JSON file; Whisper's vocabularies have 4 MB."""


class ImportCandidate(NamedTuple):
    """A model found in the source, ready to be imported."""

    manifest: ModelManifest
    """Manifest of the model after the import."""
    licence: ModelLicence
    """Licence to show to the user."""
    paths: dict[str, PurePosixPath]
    """Paths of the files in the source, by file name."""


def find_candidate(
    entries: Entries,
    origin: str,
    name: str = "",
    models: Sequence[CatalogueModel] = catalogue.MODELS,
) -> ImportCandidate:
    """Find the only model among the files of a source.

    Args:
        entries: files of the source.
        origin: name of the source, shown to the user.
        name: name for the model; empty if the model must be a known one.
        models: the known models.

    Raises:
        UsageError: the source holds no model or several, or the model needs another name.
    """
    family, paths = _only_model(entries, origin)
    files = {file: _measure_file(file, entries[path]) for file, path in paths.items()}
    known = _match_release(files, name, models)
    if known is not None:
        model, release = known
        kept = {file.name: paths[file.name] for file in release.files}
        return ImportCandidate(
            _create_manifest(model, origin, release.files, known=True), model.licence, kept
        )
    contents = {
        file: _check_json(file, entries[path])
        for file, path in paths.items()
        if file.endswith(".json")
    }
    if _VOCABULARY in paths:
        contents[_VOCABULARY] = _read_vocabulary(entries[paths[_VOCABULARY]])
    model = _unlisted_model(family, name, contents, models)
    return ImportCandidate(
        _create_manifest(model, origin, tuple(files.values()), known=False), model.licence, paths
    )


def import_model(candidate: ImportCandidate, entries: Entries, store: ModelStore) -> None:
    """Copy a model into the store.

    Raises:
        UsageError: the name is invalid, or a file has changed since it was found.
        EngineError: a file cannot be written.
    """

    def write_files(folder: Path) -> None:
        files = {file.name: file for file in candidate.manifest.files}
        for name, path in candidate.paths.items():
            with entries[path]() as source, (folder / name).open("wb") as target:
                _copy(source, target, files[name])

    store.add_model(candidate.manifest, write_files)


def _only_model(entries: Entries, origin: str) -> tuple[ModelFamily, dict[str, PurePosixPath]]:
    """Return the family and the file paths of the only folder that holds a model."""
    folders: dict[PurePosixPath, set[str]] = defaultdict(set)
    for path in entries:
        folders[path.parent].add(path.name)
    found = [match for folder, names in folders.items() for match in _match_folder(folder, names)]
    if not found:
        raise UsageError(
            "import_without_model",
            origin=origin,
            whisper=", ".join(sorted(_WHISPER)),
            moonshine=", ".join(sorted(_MOONSHINE)),
            streaming=", ".join(sorted(_STREAMING)),
            transducer=", ".join(sorted(_TRANSDUCER)),
            single=", ".join(sorted(_SINGLE)),
        )
    if len(found) > 1:
        places = " and ".join(f"“{folder}”" for _, folder, _ in found[:2])
        raise UsageError("import_several_models", origin=origin, places=places)
    ((family, folder, names),) = found
    return family, {name: folder / name for name in sorted(names)}


def _match_folder(
    folder: PurePosixPath, names: set[str]
) -> list[tuple[ModelFamily, PurePosixPath, set[str]]]:
    """Return the family that the files of a folder belong to and their names, or nothing."""
    fitting = (
        (family, folder, names & (needed | extra))
        for family, needed, extra in _FAMILIES
        if needed <= names
    )
    return list(itertools.islice(fitting, 1))


def _measure_file(name: str, open_file: Callable[[], IO[bytes]]) -> ModelFile:
    """Return a file's name, size and digest."""
    with open_file() as stream:
        return _pass_blocks(name, stream, lambda _: None)


def _copy(source: IO[bytes], target: IO[bytes], file: ModelFile) -> None:
    """Copy a file whose size and digest are known.

    Raises:
        UsageError: the file has changed since it was measured.
    """
    if _pass_blocks(file.name, source, target.write, file.size) != file:
        raise UsageError("import_file_changed", file=file.name)


def _pass_blocks(
    name: str, source: IO[bytes], write: Callable[[bytes], object], max_bytes: float = inf
) -> ModelFile:
    """Pass each block of a stream to a function, and return the name, size and digest.

    The stream is not read further once it has more than ``max_bytes``.
    """
    digest = hashlib.sha256()
    size = 0
    while size <= max_bytes and (block := source.read(_BLOCK_BYTES)):
        digest.update(block)
        write(block)
        size += len(block)
    return ModelFile(name, size, digest.hexdigest())


def _check_json(name: str, open_file: Callable[[], IO[bytes]]) -> object:
    """Return the content of a JSON file, so that recognisers can rely on it later.

    Raises:
        UsageError: the file is not valid JSON, is too large or too deeply nested.
    """
    with open_file() as stream:
        content = stream.read(_MAX_JSON_BYTES + 1)
    try:
        if len(content) <= _MAX_JSON_BYTES:
            parsed: object = json.loads(content)
            return parsed
    except (ValueError, RecursionError):
        pass
    raise UsageError("import_json_invalid", file=name)


def _match_release(
    files: dict[str, ModelFile], name: str, models: Sequence[CatalogueModel]
) -> tuple[CatalogueModel, ModelRelease] | None:
    """Return the catalogue model and release that the files belong to, if any."""
    for model in models:
        for release in model.releases:
            if set(release.files) <= set(files.values()):
                if name and name != model.name:
                    raise UsageError("import_known_by_other_name", model=model.name)
                return model, release
    return None


def _unlisted_model(
    family: ModelFamily,
    name: str,
    contents: Mapping[str, object],
    models: Sequence[CatalogueModel],
) -> CatalogueModel:
    """Return the model for files that match no release, by the name from the user."""
    listed = [model for model in models if model.name == name]
    if listed and (listed[0].releases or listed[0].family is not family):
        raise UsageError("import_not_published", model=name)
    if listed:
        return listed[0]
    if family is ModelFamily.MOONSHINE_VOICE:
        names = [model.name for model in models if model.page]
        raise UsageError("import_family_ambiguous", names=", ".join(names))
    if not name:
        raise UsageError("import_unnamed")
    if family is ModelFamily.SHERPA:
        languages = sherpa_models.guess_languages(str(contents.get(_VOCABULARY, "")), name)
    else:
        is_multilingual = _is_multilingual(contents.get("config.json"))
        languages = whisper_models.WHISPER_LANGUAGES if is_multilingual else ("en",)
    return CatalogueModel(name, family, "your own", languages, catalogue.UNKNOWN_LICENCE)


def _read_vocabulary(open_file: Callable[[], IO[bytes]]) -> str:
    """Return the beginning of ``tokens.txt``, which holds all of a published one."""
    with open_file() as stream:
        return stream.read(_MAX_VOCABULARY_BYTES).decode("utf-8", "replace")


def _is_multilingual(config: object) -> bool:
    """Return True if the configuration of a Whisper model is that of a multilingual one."""
    listed = config.get("lang_ids") if isinstance(config, dict) else None
    # The configuration of English-only models lists language tokens too, but one fewer.
    return isinstance(listed, list) and len(listed) > _ENGLISH_LANGUAGE_IDS


def _create_manifest(
    model: CatalogueModel, origin: str, files: tuple[ModelFile, ...], *, known: bool
) -> ModelManifest:
    return ModelManifest(
        *(model.name, model.family, model.languages, origin, known, files),
        architecture=model.architecture,
    )
