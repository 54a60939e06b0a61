"""Looks of the user: named appearance settings, each in a small TOML file.

The same file is used to keep a look, to export it and to import it on another computer::

    name = "My look"

    [appearance]
    font_px = 40
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import platformdirs
import tomlkit

from captions import atomic_files
from captions.errors import OutputError, UsageError, describe_reason
from captions.messages.message import Message
from captions.settings.schema import AppearanceSettings
from captions.settings.toml_text import PARSE_ERRORS, read_branch, write_branch

FOLDER_NAME = "looks"
SUFFIX = ".toml"
MAX_NAME_CHARS = 60
MAX_LOOKS = 100
"""Maximum number of looks, so that a menu can list them."""
_MAX_FILE_BYTES = 64 * 1024
_MAX_SLUG_CHARS = 40


@dataclass(frozen=True, slots=True)
class NamedLook:
    """Appearance settings with the name that the user gave them."""

    name: str
    appearance: AppearanceSettings

    @property
    def title(self) -> str:
        """The name, as shown to the user."""
        return self.name


class ImportedLook(NamedTuple):
    """A look read from a file."""

    look: NamedLook
    problems: list[Message]
    """What is wrong with the values that were replaced by defaults."""


class StoredLooks(NamedTuple):
    """What the folder of looks contains."""

    looks: list[NamedLook]
    """The looks by name."""
    problems: list[Message]
    """Which files cannot be read, and why."""


class HasAppearance(Protocol):
    """A built-in or saved look."""

    @property
    def appearance(self) -> AppearanceSettings:
        """Settings that the look consists of."""


_Look = TypeVar("_Look", bound=HasAppearance)


class LookStore:
    """Stores the looks of the user in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` contains the looks; by default it is in the user's configuration folder."""
        self.folder = folder or platformdirs.user_config_path("captions", appauthor=False) / (
            FOLDER_NAME
        )
        self.chosen: HasAppearance | None = None
        """Look that the user chose last, built-in or saved; `None` if there is none yet."""

    def find_base(self, appearance: AppearanceSettings, looks: Sequence[_Look]) -> _Look:
        """Return the look in use, to which changed settings can be reset.

        The chosen look stays in use while settings are changed, until another look has exactly
        these settings. Without a chosen look, the nearest one is in use from now on.

        Args:
            appearance: the settings in use.
            looks: all looks; of equally near ones, the first is returned.
        """
        nearest = find_nearest(appearance, looks)
        chosen = next((look for look in looks if look == self.chosen), nearest)
        is_other = nearest.appearance == appearance != chosen.appearance
        base = nearest if is_other else chosen
        self.chosen = base
        return base

    def list_looks(self) -> list[NamedLook]:
        """Return the saved looks by name; files that cannot be read are left out."""
        return self.read_looks().looks

    def read_looks(self) -> StoredLooks:
        """Return the saved looks, and what is wrong with the other files in the folder."""
        found = StoredLooks([], [])
        try:
            paths = sorted(self.folder.glob(f"*{SUFFIX}"))[:MAX_LOOKS]
        except OSError:
            return found
        for path in paths:
            try:
                found.looks.append(read_look(path).look)
            except UsageError as error:
                found.problems.append(_describe_damage(error, path))
        found.looks.sort(key=lambda look: look.name.casefold())
        return found

    def has_look(self, name: str) -> bool:
        """Return True if a saved look has this name, whatever its case."""
        return self._path_of(name).exists()

    def save_look(self, name: str, appearance: AppearanceSettings) -> NamedLook:
        """Save a look, and return it; one of the same name is replaced.

        Raises:
            UsageError: the name is empty or too long, or there are too many looks.
            OutputError: the file cannot be written.
        """
        look = NamedLook(check_name(name), appearance)
        path = self._path_of(look.name)
        if not path.exists() and len(self.list_looks()) >= MAX_LOOKS:
            raise UsageError("looks_too_many", most=MAX_LOOKS)
        write_look(look, path)
        return look

    def rename_look(self, name: str, new_name: str) -> NamedLook:
        """Give a saved look another name, and return it; the old file goes once the new is there.

        Raises:
            UsageError: the new name is wrong or taken, or there is no such look.
            OutputError: a file cannot be written or deleted.
        """
        new_name = check_name(new_name)
        old_path, path = self._path_of(name), self._path_of(new_name)
        if path != old_path and path.exists():
            raise UsageError("look_name_taken", name=new_name)
        look = replace(read_look(old_path).look, name=new_name)
        write_look(look, path)
        if path != old_path:
            self.delete_look(name)
        return look

    def delete_look(self, name: str) -> None:
        """Delete a look; a missing one is no error.

        Raises:
            OutputError: the file cannot be deleted.
        """
        path = self._path_of(name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                "look_not_deleted", file=str(path), reason=describe_reason(error)
            ) from error

    def import_look(self, path: Path) -> ImportedLook:
        """Save the look in a file, and return it.

        A saved look of the same name stays; the imported one then gets a number after its name.

        Raises:
            UsageError: the file is no look.
            OutputError: the look cannot be saved.
        """
        found = read_look(path)
        saved = {look.name.casefold(): look.appearance for look in self.list_looks()}
        name = found.look.name
        number = 2
        while saved.get(name.casefold(), found.look.appearance) != found.look.appearance:
            mark = f" ({number})"
            name = found.look.name[: MAX_NAME_CHARS - len(mark)] + mark
            number += 1
        return found._replace(look=self.save_look(name, found.look.appearance))

    def _path_of(self, name: str) -> Path:
        """Return the file of a look; names that differ only in case share it, as on Windows."""
        key = " ".join(name.split()).casefold()
        slug = re.sub(r"[^a-z0-9]+", "-", key).strip("-")[:_MAX_SLUG_CHARS] or "look"
        digest = hashlib.sha256(key.encode()).hexdigest()[:8]
        return self.folder / f"{slug}-{digest}{SUFFIX}"


def read_look(path: Path) -> ImportedLook:
    """Read a look from a file; wrong values are replaced by their defaults and reported.

    Raises:
        UsageError: the file cannot be read, or is no look.
    """
    try:
        text, _ = atomic_files.decode_text(atomic_files.read_file(path, _MAX_FILE_BYTES))
        document = tomllib.loads(text)
    except OSError as error:
        reason = describe_reason(error)
        raise UsageError("look_unreadable", file=str(path), reason=reason) from error
    except PARSE_ERRORS as error:
        raise UsageError("look_not_toml", file=str(path)) from error
    appearance, name = document.get("appearance"), document.get("name", path.stem)
    if not isinstance(appearance, dict) or not isinstance(name, str):
        raise UsageError("look_not_toml", file=str(path))
    problems: list[Message] = []
    settings = read_branch(AppearanceSettings(), appearance, "appearance.", problems)
    return ImportedLook(NamedLook(check_name(name), settings), problems)


def write_look(look: NamedLook, path: Path) -> None:
    """Write a look to a file, such as to export it.

    Raises:
        OutputError: the file cannot be written.
    """
    document = tomlkit.document()
    document["name"] = look.name
    document["appearance"] = tomlkit.table()
    write_branch(look.appearance, document["appearance"])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_files.replace_file(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise OutputError(
            "look_not_saved", file=str(path), reason=describe_reason(error)
        ) from error


def check_name(name: str) -> str:
    """Return a name without surrounding and repeated spaces.

    Raises:
        UsageError: the name is empty, too long or not printable.
    """
    clean = " ".join(name.split())
    if not clean or len(clean) > MAX_NAME_CHARS or not clean.isprintable():
        raise UsageError("look_name_invalid", most=MAX_NAME_CHARS)
    return clean


def find_nearest(appearance: AppearanceSettings, looks: Sequence[_Look]) -> _Look:
    """Return the look from which settings differ least: the one to which they can be reset.

    Args:
        appearance: the settings in use.
        looks: at least one look; of equally near ones, the first is returned.
    """
    return min(looks, key=lambda look: _count_differences(appearance, look.appearance))


def _describe_damage(error: UsageError, path: Path) -> Message:
    """Return what is wrong with a saved look, which the user did not choose just now."""
    if isinstance(error.__cause__, OSError):
        return error.message
    return UsageError("look_damaged", file=str(path)).message


def _count_differences(one: AppearanceSettings, other: AppearanceSettings) -> int:
    names: Iterable[str] = (part.name for part in fields(one))
    return sum(getattr(one, name) != getattr(other, name) for name in names)
