"""Keeps the interface's translations: collects the texts of the code, and compiles what is there.

``.venv/bin/python packaging/translations.py`` brings ``resources/translations/*.ts`` up to date
with the code of the interface, compiles them, and names what is still to be translated. Edit the
``.ts`` files with ``.venv/bin/pyside6-linguist`` or any editor, then run this again.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

from captions.model.trouble import TROUBLES

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(PySide6.__file__).parent
# Both tools are programs of the PySide6 wheel; the scripts beside Python only start them.
_COLLECT = (
    "-no-obsolete", "-sort-messages", "-locations", "none",
    "-tr-function-alias", "QT_TR_NOOP+=marked",
)  # fmt: skip


def main() -> int:
    """Collect, compile, and say what is missing.

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
    """Bring a ``.ts`` file up to date with the code; translations that are no longer used go."""
    code = ROOT / "captions"
    sources = [code / "adjusting.py", *sorted((code / "ui").rglob("*.py"))]
    sources += [code / "terminal_app.py", *sorted((code / "wording").glob("*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        sources.append(_marked_troubles(Path(folder)))
        _run("lupdate", *_COLLECT, *map(str, sources), "-ts", str(path))


def compile_to(path: Path, target: Path) -> None:
    """Compile a ``.ts`` file into what the app loads."""
    _run("lrelease", "-silent", str(path), "-qm", str(target))


def texts(path: Path) -> set[tuple[str, str]]:
    """Return the texts of a ``.ts`` file, each behind its context."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ET.parse(path).getroot().iter("context")  # noqa: S314  # our own
        for message in context.iter("message")
    }


def unfinished(path: Path) -> list[str]:
    """Return the texts of a ``.ts`` file that have no translation, or one that is only a guess."""
    return [
        message.findtext("source", "")
        for message in ET.parse(path).getroot().iter("message")  # noqa: S314  # our own
        for translation in message.iter("translation")
        if "type" in translation.attrib or not "".join(translation.itertext()).strip()
    ]


def _marked_troubles(folder: Path) -> Path:
    """Write down the words of the one table that knows no translators."""
    texts = (text for trouble in TROUBLES for text in (trouble.title, trouble.advice))
    path = folder / "troubles.py"
    path.write_text("".join(f"marked({text!r})\n" for text in texts), "utf-8")
    return path


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
