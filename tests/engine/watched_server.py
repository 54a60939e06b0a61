"""A speech server that names on standard error each file that it opens once it is ready."""

import os
import sys

from captions.engine.serve import ServeOptions, Where, announce_json, serve


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Name a file or module; called by Python for whatever it does (PEP 578)."""
    if event in ("open", "import"):
        os.write(2, f"{event} {arguments[0]}\n".encode())


def announce(url: str, key: str) -> None:
    sys.addaudithook(watch)
    announce_json(url, key)


if __name__ == "__main__":
    serve(ServeOptions(Where(), tethered=True), announce)
