"""Trying a key: a server that takes it, one that does not, and none."""

import pytest

from captions.errors import ConnectionLostError, ServerReportedError
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from captions.realtime import key_test
from tests.conftest import on_loop

OPTIONS = SessionOptions()


def test_a_key_that_is_taken_raises_nothing(speech_server: Address) -> None:
    on_loop(key_test.verify_key(speech_server, OPTIONS))


def test_a_key_that_is_refused_is_told_in_the_servers_words(speech_server: Address) -> None:
    wrong = Address(speech_server.url, "wrong")
    with pytest.raises(ServerReportedError) as refused:
        on_loop(key_test.verify_key(wrong, OPTIONS))
    assert refused.value.name == "auth_error"


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(ConnectionLostError):
        on_loop(key_test.verify_key(Address("http://127.0.0.1:9", "key"), OPTIONS))
