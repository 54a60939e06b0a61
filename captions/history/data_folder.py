"""The folder of saved transcripts and their sound."""

import os
from pathlib import Path

import platformdirs

FOLDER_VARIABLE = "CAPTIONS_DATA"
"""Environment variable that selects another folder."""
STORE_NAME = "history.sqlite3"
"""Name of the file with all sessions."""


def find_data_folder() -> Path:
    """Return the absolute path of the folder of saved transcripts, which may not exist."""
    if given := os.environ.get(FOLDER_VARIABLE):
        return Path(os.path.expanduser(given)).absolute()  # noqa: PTH111  # This one never fails.
    return platformdirs.user_data_path("captions", appauthor=False)
