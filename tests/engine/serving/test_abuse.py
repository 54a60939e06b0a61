"""Hundreds of abusive connections beside one good session, whose words stay the same."""

from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from tests.benchmarks.abuse import abused_session, good_session
from tests.conftest import on_loop
from tests.support.engines.speech_servers import process


async def undisturbed() -> None:
    """Nobody else is there."""


def test_abusers_change_no_word_of_a_good_session(speech: Samples) -> None:
    sound = to_bytes(speech[: 12 * 16_000])

    async def both(address: Address) -> None:
        alone = await good_session(address, sound, undisturbed)
        abused, abuse = await abused_session(address, sound, 250)
        assert "best of times" in alone
        assert abused == alone
        assert not abuse.hanging
        assert min(abuse.done.values()) == 10

    # `process` sees that the server neither wrote a line of it nor failed to end.
    with process() as address:
        on_loop(both(address))
