"""Entry point of ``python -m captions`` and of the ``captions`` program."""

from captions.cli import main

if __name__ == "__main__":
    main()
