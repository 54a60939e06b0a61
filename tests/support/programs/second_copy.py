"""Becomes the only copy of the app in a folder, or prints why it cannot; a program.

``python -m tests.support.programs.second_copy FOLDER [--crash]``: ``--crash`` ends the program
while it holds the lock.
"""

import os
import sys
from pathlib import Path

from captions.app.lifecycle.instance_lock import single_instance
from captions.errors import AlreadyRunningError

if __name__ == "__main__":
    try:
        with single_instance(Path(sys.argv[1])):
            if "--crash" in sys.argv:
                os._exit(1)
            print("alone")
    except AlreadyRunningError as error:
        print(error)
