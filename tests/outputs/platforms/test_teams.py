"""Captions of a Microsoft Teams meeting."""

import pytest

from captions.outputs.destination import OutputState
from captions.outputs.platforms.teams import TeamsProfile
from tests.conftest import on_loop
from tests.support.servers.deliveries import delivering, make_segment
from tests.support.servers.platform_server import answers_with, running
from tests.support.servers.platforms import TeamsServer

SENTENCE = (
    "Ladies and gentlemen, thank you for coming here today in spite of the weather, which has "
    "been terrible. We begin with the accounts of the last year, and then we look at what the "
    "next one may bring to the club and to its members."
)


def test_a_post_is_one_line_of_plain_text() -> None:
    async def main(server: TeamsServer) -> None:
        async with delivering(TeamsProfile(), server.url) as delivery:
            await delivery.until(lambda: delivery.state is OutputState.RUNNING)
            assert "checked with the first caption" in delivery.details[-1]
            await delivery.send_texts("Good morning.")
            assert delivery.runner.status.detail is None

    with running(TeamsServer()) as server:
        on_loop(main(server))
    (post,) = server.accepted
    assert post.headers["content-type"] == "text/plain; charset=utf-8"
    assert (post.target, post.body) == (server.path, b"Good morning.")


def test_lines_have_80_to_120_characters_and_end_at_words() -> None:
    lines = list(TeamsProfile().make_texts(make_segment(SENTENCE), 0.0))
    assert " ".join(lines) == SENTENCE
    assert all(80 <= len(line) <= 120 for line in lines[:-1])
    assert lines[0].endswith("terrible.")


@pytest.mark.parametrize(
    "text",
    ["x" * 300, "👩‍👩‍👧‍👦" * 100, "مرحبا " * 80 + "بالجميع", "你好" * 150],
    ids=["300 letters", "emoji", "right to left", "without spaces"],
)
def test_every_text_arrives_whole_in_lines_that_fit(text: str) -> None:
    lines = TeamsProfile().make_texts(make_segment(text), 0.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= 120 for line in lines)


def test_a_meeting_that_has_not_started_is_waited_for() -> None:
    async def main(server: TeamsServer) -> None:
        server.is_started = False
        async with delivering(TeamsProfile(), server.url) as delivery:
            delivery.put_texts("Good morning.")
            await delivery.until(lambda: delivery.state is OutputState.WAITING)
            assert "has not started" in delivery.details[-1]
            server.is_started = True
            delivery.runner.retry()
            await delivery.until(lambda: delivery.queue.is_empty)

    with running(TeamsServer()) as server:
        on_loop(main(server))
    assert server.texts == ["Good morning."]


@pytest.mark.parametrize(
    ("status", "expected"), [(400, "does not accept this CART link"), (401, "has expired")]
)
def test_a_refused_link_is_for_the_user_to_replace(status: int, expected: str) -> None:
    async def main(server: TeamsServer) -> None:
        server.script.append(answers_with(status))
        async with delivering(TeamsProfile(), server.url) as delivery:
            delivery.put_texts("Good morning.")
            await delivery.until(lambda: delivery.state is OutputState.FAILED)
            assert expected in delivery.details[-1]

    with running(TeamsServer()) as server:
        on_loop(main(server))
