"""Sends commands to the control socket in a folder, and prints the answers; a program.

``python -m tests.support.programs.control_client FOLDER COMMAND...``
"""

import sys
from pathlib import Path

from captions.app.control_socket import send_command
from captions.errors import CaptionsError
from captions.model.command import Command


def main(folder: Path, commands: list[str]) -> None:
    for command in commands:
        try:
            print(send_command(Command(command), folder))
        except CaptionsError as error:
            print(error)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
