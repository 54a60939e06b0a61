"""Sets Captions up and runs, tests, checks or measures it: ``python3 packaging/dev.py run``.

Needs nothing but Python and its standard library. This file must be readable by any Python 3, to
be able to say that one is too old; all else is in the modules beside it.
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
# A wrapper such as pyenv's may stand on PATH for a Python that is not there, so each is tried.
OTHERS = ("python3.13", "python3.12", "python3.11")


def main(arguments: "list[str]") -> int:
    """Do what the command line asks for, with a Python that Captions runs on."""
    if not arguments or arguments[0] not in COMMANDS:
        asked_for_help = arguments[:1] in (["-h"], ["--help"], ["help"])
        print(USAGE, end="", file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        import steps  # noqa: PLC0415 - an older Python could not read it

        return steps.main(arguments)
    return _run_by_another_python(arguments)


def _run_by_another_python(arguments: "list[str]") -> int:
    """Start this file again by a suitable Python from PATH, or say that there is none."""
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
    """Whether a program is a Python that really starts."""
    null = subprocess.DEVNULL
    return subprocess.call([python, "-c", ""], stdout=null, stderr=null) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
