"""The door for ``python -m captions`` and the ``captions`` program."""

from captions.cli import main

if __name__ == "__main__":
    main()
