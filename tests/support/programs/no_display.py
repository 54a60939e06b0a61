"""Starts the app's event loop and prints why there is no display; a program."""

from captions.errors import DisplayError
from captions.ui.eventloop.loop import run


async def main() -> int:
    return 0


if __name__ == "__main__":
    try:
        run(main)
    except DisplayError as error:
        print(error)
