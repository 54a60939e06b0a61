"""Runs the app as ``captions`` does, and writes the captured sound to a file.

``python -m tests.benchmarks.sound.recording_app FILE ARGUMENTS...``: the file contains 16-bit
samples, one chunk after the other.
"""

import sys
from pathlib import Path
from unittest import mock

from typing_extensions import override

from captions import cli
from captions.app import application
from captions.outputs.files.trace import TraceFile
from captions.pcm import Chunk


def main() -> None:
    """Run the app with the arguments after the file's name."""
    path = Path(sys.argv.pop(1))
    with path.open("wb") as file:

        class Keeping(TraceFile):
            @override
            def record_chunk(self, lane: str, chunk: Chunk) -> None:
                file.write(chunk.data)
                super().record_chunk(lane, chunk)

        with mock.patch.object(application, "TraceFile", Keeping):
            cli.main()


if __name__ == "__main__":
    main()
