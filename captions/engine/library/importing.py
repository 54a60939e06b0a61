"""Brings a model in from a folder or an archive that the user already has.

Files are known again by their digests, whatever they are called outside; what is not known needs a
name, and is noted as unknown. Nothing but the files that a recogniser reads is taken, by their own
names, so that no archive can write elsewhere.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from captions.engine.library import catalogue
from captions.engine.library.archives import Entries
from captions.engine.library.release import Family, Licence, Model, ModelFile, Release
from captions.engine.library.store import Note, Store
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
_KINDS = (
    (Family.WHISPER, _WHISPER, _WHISPER_EXTRA),
    (Family.MOONSHINE_VOICE, _MOONSHINE, _MOONSHINE_EXTRA),
    (Family.MOONSHINE_VOICE, _STREAMING, _MOONSHINE_EXTRA),
)
_LANGUAGES_OF_ENGLISH = 98
_BLOCK = 1 << 20
_MAX_JSON_BYTES = 64 << 20
"""Largest JSON file of a model; Whisper's vocabularies take 4 MB."""


class Find(NamedTuple):
    """A model that may be imported."""

    note: Note
    licence: Licence
    paths: dict[str, PurePosixPath]
    """Where each of its files is in the source."""


def find(entries: Entries, origin: str, name: str = "") -> Find:
    """Find the one model among files.

    Args:
        entries: the files.
        origin: where they are, for people.
        name: what to call the model; nothing if it must be a known one.

    Raises:
        UsageError: there is none, or several, or it needs another name.
    """
    family, paths = _only_model(entries, origin)
    files = {file: _measured(file, entries[path]) for file, path in paths.items()}
    known = _known(files, name)
    if known is not None:
        model, release = known
        kept = {file.name: paths[file.name] for file in release.files}
        return Find(_note(model, origin, release.files, known=True), model.licence, kept)
    read = {
        file: _check_json(file, entries[path])
        for file, path in paths.items()
        if file.endswith(".json")
    }
    model = _named(family, name, read.get("config.json"))
    return Find(_note(model, origin, tuple(files.values()), known=False), model.licence, paths)


def bring(found: Find, entries: Entries, store: Store) -> None:
    """Copy a model into the store.

    Raises:
        UsageError: its name is none.
        EngineError: it cannot be written.
    """

    def fill(folder: Path) -> None:
        files = {file.name: file for file in found.note.files}
        for name, path in found.paths.items():
            with entries[path]() as source, (folder / name).open("wb") as target:
                _copy(source, target, files[name])

    store.add(found.note, fill)


def _only_model(entries: Entries, origin: str) -> tuple[Family, dict[str, PurePosixPath]]:
    """Return the family and the files of the one folder that holds a model."""
    folders: dict[PurePosixPath, set[str]] = defaultdict(set)
    for path in entries:
        folders[path.parent].add(path.name)
    found = [
        (family, folder, names & (needed | extra))
        for folder, names in folders.items()
        for family, needed, extra in _KINDS
        if needed <= names
    ]
    if not found:
        raise UsageError(
            f"There is no model in {origin}: a Whisper model for CTranslate2 has "
            f"{', '.join(sorted(_WHISPER))}; one of Moonshine {', '.join(sorted(_MOONSHINE))}, or "
            f"{', '.join(sorted(_STREAMING))}."
        )
    if len(found) > 1:
        places = " and ".join(f"“{folder}”" for _, folder, _ in found[:2])
        raise UsageError(f"There are several models in {origin}, as in {places}: give one of them.")
    ((family, folder, names),) = found
    return family, {name: folder / name for name in sorted(names)}


def _measured(name: str, open_it: Callable[[], IO[bytes]]) -> ModelFile:
    digest = hashlib.sha256()
    size = 0
    with open_it() as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return ModelFile(name, size, digest.hexdigest())


def _copy(source: IO[bytes], target: IO[bytes], file: ModelFile) -> None:
    """Copy a file that was measured before.

    Raises:
        UsageError: it has changed since.
    """
    digest = hashlib.sha256()
    size = 0
    while (block := source.read(_BLOCK)) and size <= file.size:
        digest.update(block)
        size += target.write(block)
    if size != file.size or digest.hexdigest() != file.sha256:
        raise UsageError(f"{file.name} was changed while it was imported: try again.")


def _check_json(name: str, open_it: Callable[[], IO[bytes]]) -> Any:  # noqa: ANN401  # JSON
    """Return the content of a JSON file, which recognisers read later.

    Raises:
        UsageError: it is none, or is nested or large beyond any model.
    """
    with open_it() as stream:
        content = stream.read(_MAX_JSON_BYTES + 1)
    try:
        if len(content) <= _MAX_JSON_BYTES:
            return json.loads(content)
    except (ValueError, RecursionError):
        pass
    raise UsageError(f"{name} is not the JSON file of a model: get the model again.")


def _known(files: dict[str, ModelFile], name: str) -> tuple[Model, Release] | None:
    """Return the release that files are, if they are one."""
    for model in catalogue.MODELS:
        for release in model.releases:
            if set(release.files) <= set(files.values()):
                if name and name != model.name:
                    raise UsageError(
                        f"These are the files of {model.name}: leave --name away, or give it that."
                    )
                return model, release
    return None


def _named(family: Family, name: str, config: Any) -> Model:  # noqa: ANN401  # JSON
    """Return what is known of a model whose files are not."""
    listed = [model for model in catalogue.MODELS if model.name == name]
    if listed and (listed[0].releases or listed[0].family is not family):
        raise UsageError(
            f"These are not the files that are published as {name}: give them another name with "
            "--name."
        )
    if listed:
        return listed[0]
    if family is Family.MOONSHINE_VOICE:
        names = [model.name for model in catalogue.MODELS if model.page]
        raise UsageError(
            f"These are Moonshine's files, and which is not told by them: say it with --name and "
            f"one of {', '.join(names)}."
        )
    if not name:
        raise UsageError("Captions does not know this model: give it a name with --name.")
    languages = catalogue.WHISPER_LANGUAGES if _multilingual(config) else ("en",)
    return Model(name, family, "your own", languages, catalogue.UNKNOWN_LICENCE)


def _multilingual(config: Any) -> bool:  # noqa: ANN401  # JSON
    """Return true if the configuration of a Whisper model lists tokens of languages."""
    listed = config.get("lang_ids") if isinstance(config, dict) else None
    # The models for English alone list all but one, which they cannot tell apart either.
    return isinstance(listed, list) and len(listed) > _LANGUAGES_OF_ENGLISH


def _note(model: Model, origin: str, files: tuple[ModelFile, ...], *, known: bool) -> Note:
    return Note(
        *(model.name, model.family, model.languages, origin, known, files),
        architecture=model.architecture,
    )
