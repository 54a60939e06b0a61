"""The key and the single-use tokens: what opens a session, how often, and for how long."""

import pytest

from captions.engine.serving.network.access import TOKEN_SECONDS, AccessKeys, TooManyTokensError
from tests.support.fakes.manual_clock import ManualClock

KEY = "a-key-of-ours"


@pytest.mark.parametrize(
    ("key", "admitted"),
    [
        pytest.param(KEY, True, id="the key"),
        pytest.param("", False, id="nothing"),
        pytest.param(KEY + " ", False, id="a little more"),
        pytest.param("a-key-of-our\xdf", False, id="letters beyond ASCII"),
    ],
)
def test_only_the_key_opens(key: str, admitted: bool) -> None:
    assert AccessKeys(KEY, 10).authenticate_client(key, "") is admitted


def test_token_opens_once() -> None:
    access = AccessKeys(KEY, 10)
    token = access.issue_token()
    assert token.startswith("sutkn_")
    assert access.authenticate_client("", token)
    assert not access.authenticate_client("", token)


def test_token_counts_before_the_key() -> None:
    assert not AccessKeys(KEY, 10).authenticate_client(KEY, "sutkn_wrong")


@pytest.mark.parametrize(
    ("age", "admitted"),
    [(TOKEN_SECONDS - 1, True), (TOKEN_SECONDS, False)],
    ids=["just", "too old"],
)
def test_token_lives_for_15_minutes(age: float, admitted: bool) -> None:
    clock = ManualClock()
    access = AccessKeys(KEY, 10, clock)
    token = access.issue_token()
    clock.now += age
    assert access.authenticate_client("", token) is admitted


def test_so_many_tokens_and_no_more_until_one_is_used_or_old() -> None:
    clock = ManualClock()
    access = AccessKeys(KEY, 2, clock)
    first, _ = access.issue_token(), access.issue_token()
    with pytest.raises(TooManyTokensError, match="use one, or wait"):
        access.issue_token()
    assert access.authenticate_client("", first)
    access.issue_token()
    clock.now += TOKEN_SECONDS
    assert len({access.issue_token(), access.issue_token()}) == 2


def test_no_secret_is_shown() -> None:
    access = AccessKeys(KEY, 2)
    token = access.issue_token()
    assert KEY not in repr(access)
    assert token not in repr(access)
