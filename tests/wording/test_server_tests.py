"""Results of testing a server or a key: our words, whatever the server says."""

import pytest

from captions.errors import UsageError, WireError
from captions.messages.message import Message
from captions.protocol.failures import FAILURES
from captions.wording.server_tests import describe_result

RUDE = "ERR_0x17 gateway says: token sk_hush rejected by upstream"
SERVER_MESSAGES = [
    Message("server_reported", text=RUDE),
    Message("server_reported_type", type="weird_error"),
    Message("server_refused", server="https://captions.example.org", status=418),
    Message("server_refused_with_reason", server="x.example.org", status=418, reason=RUDE),
    Message("server_closed_with_code", status=4000),
    Message("server_closed_with_reason", status=4000, reason=RUDE),
]


@pytest.mark.parametrize("kind", [*FAILURES, "something_new"])
@pytest.mark.parametrize("detail", SERVER_MESSAGES, ids=[item.code for item in SERVER_MESSAGES])
def test_no_word_of_the_server_is_shown(kind: str, detail: Message) -> None:
    shown = describe_result(kind, detail)
    for word in (RUDE, "HTTP", "418", "4000", "weird_error", "{", "something_new"):
        assert word not in shown
    assert len(shown.split(". ")) == 2
    assert "aptions resume" not in shown
    assert "aptions reconnect" not in shown


@pytest.mark.parametrize(
    ("error", "kind", "expected"),
    [
        (
            WireError("server_unreachable", server="https://captions.example.org"),
            "connection_lost",
            (
                "The speech server at https://captions.example.org cannot be reached: check its "
                "address and the network."
            ),
        ),
        (
            UsageError("key_has_invalid_characters"),
            "",
            "The API key contains characters that are not allowed: copy it again.",
        ),
        (
            WireError("server_reported", text=RUDE),
            "quota_exceeded",
            (
                "The account has no credit left. Add credit, or recognise speech on this "
                "computer, which is free."
            ),
        ),
        (
            WireError("server_reported", text=RUDE),
            "something_new",
            "The speech server reported an error. Test again later, or choose another server.",
        ),
    ],
    ids=["unreachable", "malformed", "no credit", "an unknown error"],
)
def test_each_failure_says_what_to_do(
    error: WireError | UsageError, kind: str, expected: str
) -> None:
    assert describe_result(kind, error.message) == expected
