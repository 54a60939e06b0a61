"""Sets up, runs, tests, checks or measures Captions: ``python3 packaging/dev.py run``.

Only Python and its standard library are required. Any Python 3 must be able to parse this file, so
that it can report a Python that is too old. Everything else is in the modules beside it.
"""

import os
import shutil
import subprocess
import sys

USAGE = """\
usage: python3 packaging/dev.py COMMAND [ARGUMENTS]

  setup           make .venv and install whatever is missing to run
  run [ARGS]      set up, then start the captions, with ARGS
  test [ARGS]     set up what developing needs, run the checks, then the tests (ARGS go to pytest)
  check           set up what developing needs, then check format, lint, types and contracts
  bench [ARGS]    set up what developing needs, then measure speed
"""
COMMANDS = ("setup", "run", "test", "check", "bench")
OLDEST, NEWEST = (3, 11), (3, 13)
# Each is tried, because a wrapper on PATH, such as pyenv's, may name a Python that is missing.
OTHERS = ("python3.13", "python3.12", "python3.11")


def main(arguments: "list[str]") -> int:
    """Run the command of the command line with a Python that Captions supports."""
    if not arguments or arguments[0] not in COMMANDS:
        asked_for_help = arguments[:1] in (["-h"], ["--help"], ["help"])
        print(USAGE, end="", file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        import steps  # noqa: PLC0415 - an older Python could not read it

        return steps.main(arguments)
    return _run_by_another_python(arguments)


def _run_by_another_python(arguments: "list[str]") -> int:
    """Start this file again with a suitable Python from PATH, or report that there is none."""
    for name in OTHERS:
        path = shutil.which(name)
        if path is not None and _starts(path):
            command = [path, __file__, *arguments]
            if os.name == "posix":
                os.execv(path, command)  # noqa: S606 - the point is to have no process in between
            return subprocess.call(command)
    sys.stderr.write(
        "Captions needs Python 3.11, 3.12 or 3.13, and this is {}.{}: please install one of "
        "them, then try again.\n".format(*sys.version_info[:2])
    )
    return 2


def _starts(python: str) -> bool:
    """Return True if a program is a Python that really starts."""
    null = subprocess.DEVNULL
    return subprocess.call([python, "-c", ""], stdout=null, stderr=null) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
