"""Takes the picture of the audience page in the documentation.

``.venv/bin/python packaging/page_pictures.py [OUT_DIR]`` serves the page as the app does, fills it
with an invented talk, and opens it in a Chromium of the size of a phone. It writes
``audience-page.png``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from captions.engine import model_files
from captions.outputs.pages.page_destinations import AudienceDestination
from tests.support.chromium import Chromium
from tests.support.servers.running_page import running_page

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
_PHONE = {"width": 390, "height": 640, "deviceScaleFactor": 1.5, "mobile": True}
"""Size of the page on a usual phone, in CSS pixels."""
_TALK = (
    "Good evening, and welcome to the museum.",
    "The oldest printed book that bears a date is from the year 868.",
    "It is a scroll of seven sheets, about five metres long.",
)
_SPOKEN = "And the reason why we still have it"
_HAS_TALK = f"document.querySelectorAll('#log p').length === {len(_TALK)}"
_HAS_SPOKEN = f"document.getElementById('live').textContent === {_SPOKEN!r}"


def main(arguments: Sequence[str]) -> int:
    """Write the picture into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    recording = model_files.find_path(model_files.SAMPLE_RECORDING)
    with (
        tempfile.TemporaryDirectory(prefix="picture-") as profile,
        Chromium(Path(profile), recording) as browser,
        running_page(AudienceDestination) as served,
        browser.page(served.origin) as page,
    ):
        page.ask("Emulation.setDeviceMetricsOverride", **_PHONE)
        page.open(served.url)
        served.add_segments(*_TALK)
        page.until(_HAS_TALK)
        served.show_live(_SPOKEN)
        page.until(_HAS_SPOKEN)
        (folder / "audience-page.png").write_bytes(page.picture())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
