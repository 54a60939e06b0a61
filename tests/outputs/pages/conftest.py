"""Fixtures for tests of the pages: a browser, and both pages as the app serves them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from captions.outputs.destination import OutputState
from captions.outputs.pages.page_destinations import AudienceDestination, PageDestination
from tests.support.chromium import Chromium
from tests.support.servers.running_page import RunningPage, running_page


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("profile"), Path("/dev/null")) as browser:
        yield browser


@pytest.fixture(scope="module")
def served_overlay() -> Iterator[RunningPage]:
    with running_page(PageDestination) as served:
        served.wait_until(lambda: served.state is OutputState.RUNNING)
        yield served


@pytest.fixture
def overlay(served_overlay: RunningPage) -> RunningPage:
    served_overlay.show_rows()
    return served_overlay


@pytest.fixture
def audience() -> Iterator[RunningPage]:
    with running_page(AudienceDestination) as served:
        served.wait_until(lambda: served.state is OutputState.RUNNING)
        yield served
