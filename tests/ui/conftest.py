"""Windows of these tests open on Qt's offscreen platform, unless a test starts a real screen."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.ui.child_process import Actor, Stage
from tests.support.virtual_screen import VirtualScreen

os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    """A virtual screen, shared by a module's tests."""
    with VirtualScreen() as started:
        yield started


@pytest.fixture
def act(screen: VirtualScreen) -> Iterator[Stage]:
    """Start programs on the virtual screen, and end them with the test."""
    actors: list[Actor] = []

    def start(kind: str, **options: Any) -> Actor:  # noqa: ANN401  # JSON
        actors.append(Actor(screen, kind, **options))
        return actors[-1]

    screen.hand("mousemove", 2, 2)
    yield start
    for actor in reversed(actors):
        actor.leave()
