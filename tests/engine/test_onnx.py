"""onnxruntime: it tells nobody anything."""

import os
import subprocess
import sys
from pathlib import Path


def test_using_a_model_leaves_no_identity_behind_with_which_it_could_be_reported(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": "", "USERPROFILE": ""}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run(
        (sys.executable, "-m", "tests.support.programs.open_model"), env=environment, check=True
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
