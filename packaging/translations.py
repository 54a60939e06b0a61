"""Updates and compiles the translations of the interface.

``.venv/bin/python packaging/translations.py`` updates ``resources/translations/*.ts`` from the code
of the interface, compiles them, and lists the texts without a translation. Edit the ``.ts`` files
with ``.venv/bin/pyside6-linguist`` or any editor, then run this again.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

from captions.engine.library.catalogue import MODELS
from captions.messages import catalogue

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(PySide6.__file__).parent
# lupdate and lrelease are programs in the PySide6 wheel; the scripts beside Python only start them.
_COLLECT = (
    "-no-obsolete", "-sort-messages", "-locations", "none",
    "-tr-function-alias", "QT_TR_NOOP+=marked",
)  # fmt: skip


def main() -> int:
    """Update and compile all translations, and print the missing ones.

    Returns:
        The exit code: 1 if a text has no translation.
    """
    missing = 0
    for path in sorted(FOLDER.glob("*.ts")):
        collect(path)
        compile_to(path, path.with_suffix(".qm"))
        for text in unfinished(path):
            print(f"{path.name}: {text!r} is not translated.")
            missing += 1
    return 1 if missing else 0


def collect(path: Path) -> None:
    """Update a ``.ts`` file from the code, and remove translations that are no longer used."""
    code = ROOT / "captions"
    sources = [path for name in ("app", "ui", "wording") for path in (code / name).rglob("*.py")]
    sources.sort()
    with tempfile.TemporaryDirectory() as folder:
        sources.append(_marked_texts(Path(folder)))
        _run("lupdate", *_COLLECT, *map(str, sources), "-ts", str(path))


def compile_to(path: Path, target: Path) -> None:
    """Compile a ``.ts`` file to the ``.qm`` file that the app loads."""
    _run("lrelease", "-silent", str(path), "-qm", str(target))


def texts(path: Path) -> set[tuple[str, str]]:
    """Return the texts of a ``.ts`` file as pairs of context and text."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ET.parse(path).getroot().iter("context")  # noqa: S314  # our own
        for message in context.iter("message")
    }


def unfinished(path: Path) -> list[str]:
    """Return the texts of a ``.ts`` file without a translation, or with an unfinished one."""
    return [
        message.findtext("source", "")
        for message in ET.parse(path).getroot().iter("message")  # noqa: S314  # our own
        for translation in message.iter("translation")
        if "type" in translation.attrib or not "".join(translation.itertext()).strip()
    ]


def _marked_texts(folder: Path) -> Path:
    """Write a file with the interface's texts that the code does not mark for translation."""
    path = folder / "texts.py"
    found = [*catalogue.interface_texts()]
    for model in MODELS:
        places = (release.origin for release in model.releases)
        found += [model.purpose, model.licence.terms, *places]
    marked = (f"marked({text!r})\n" for text in found)
    path.write_text("".join(marked), "utf-8")
    return path


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
