"""What to do about each failure: the table knows every error of the wire."""

import pytest

from captions.protocol.failures import ERROR_NAMES, FAILURES, is_temporary

UNSAFE = {
    *("insecure_server", "tls_expired", "tls_wrong_host", "tls_unknown_authority", "tls_failed")
}
OURS = {"connection_lost", "not_found", *UNSAFE}
NEVER_AGAIN = {
    *("auth_error", "quota_exceeded", "unaccepted_terms", "invalid_request", "input_error"),
    *UNSAFE,
}


def test_table_has_every_error_and_no_other() -> None:
    assert set(FAILURES) == ERROR_NAMES | OURS


@pytest.mark.parametrize("name", sorted(NEVER_AGAIN))
def test_what_another_try_would_not_mend_is_not_tried_again(name: str) -> None:
    assert not is_temporary(name)


def test_unknown_failure_is_a_plain_error() -> None:
    assert is_temporary("new_error") is FAILURES["error"]
