"""Names for models that the user adds as files, without asking for one.

Known files have the catalogue's name. The name of other files is taken from their folder or
archive. Moonshine's models for other languages are recognised by the publisher's name of the
folder, because their files do not say which model they are.
"""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from captions.engine.library import catalogue, importing
from captions.engine.library.archives import Entries
from captions.engine.library.importing import ImportCandidate
from captions.engine.library.release import CatalogueModel
from captions.errors import UsageError

_ENDINGS = re.compile(r"\.(zip|tar|tgz|tar\.\w+)$", re.IGNORECASE)
_OTHER_CHARACTERS = re.compile(r"[^a-z0-9._-]+")
_MAX_NAME_CHARACTERS = 60
_PAGE_FOLDER = slice(3, 4)
"""Part of a page's URL that names the model: https:, host, model, NAME."""


def find_dropped(
    entries: Entries, path: Path, models: Sequence[CatalogueModel] = catalogue.MODELS
) -> ImportCandidate:
    """Find the only model in a folder or archive, and choose its name.

    Args:
        entries: files of the folder or archive.
        path: its path.
        models: the known models.

    Raises:
        UsageError: there is no model, or several, or it is not clear which.
    """
    try:
        return importing.find_candidate(entries, path.name, models=models)
    except UsageError as error:
        if error.code == "import_family_ambiguous":
            name = _find_published(entries, path, models)
        elif error.code == "import_unnamed":
            name = _choose_name(path, models)
        else:
            raise
    return importing.find_candidate(entries, path.name, name, models)


def _find_published(entries: Entries, path: Path, models: Sequence[CatalogueModel]) -> str:
    """Return the model whose page has the name of one of the folders."""
    folders = {part for entry in entries for part in entry.parent.parts}
    folders |= {_ENDINGS.sub("", part) for part in path.resolve().parts}
    for model in models:
        if set(PurePosixPath(model.page).parts[_PAGE_FOLDER]) & folders or model.name in folders:
            return model.name
    raise UsageError("import_folder_name")


def _choose_name(path: Path, models: Sequence[CatalogueModel]) -> str:
    """Return a valid name that no model of the catalogue has."""
    stem = _ENDINGS.sub("", path.resolve().name).lower()
    name = _OTHER_CHARACTERS.sub("-", stem).strip("._-")[:_MAX_NAME_CHARACTERS] or "model"
    return f"my-{name}" if name in {model.name for model in models} else name
