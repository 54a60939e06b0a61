"""``captions outputs``: what it asks the running app for, and what it prints."""

import sys

import pytest

from captions.app import control_socket
from captions.cli.running import outputs
from captions.model.command import ListOutputs, decode_request, encode_request
from captions.outputs.destination import OutputKind
from tests.cli.test_control_settings import App
from tests.cli.test_control_settings import app as app  # noqa: PLC0414  # a fixture

LISTED = [
    {
        "kind": "page", "state": "running", "detail": "", "sent": 34, "dropped": 0,
        "address": "http://127.0.0.1:4581/overlay?token=••••••",
    },
    {
        "kind": "zoom", "state": "failed", "detail": "The \x1b[31maddress\x1b[0m has expired.",
        "sent": 7, "dropped": 2, "address": "https://wmcapi.zoom.us/…",
    },
]  # fmt: skip


@pytest.mark.parametrize("request_", [ListOutputs(), ListOutputs(with_secrets=True)])
def test_request_arrives_as_it_was_sent(request_: ListOutputs) -> None:
    assert decode_request(encode_request(request_)) == request_


def test_other_words_after_outputs_are_no_request() -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # decoding raises no other
        decode_request(b"outputs everything\n")


def test_table_has_a_line_for_each_output_and_one_for_its_reason() -> None:
    assert outputs._as_table(LISTED).splitlines() == [
        "kind  state    sent  dropped  address",
        "page  running  34    0        http://127.0.0.1:4581/overlay?token=••••••",
        "zoom  failed   7     2        https://wmcapi.zoom.us/…",
        "  The  [31maddress [0m has expired.",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")
def test_app_lists_all_outputs_with_the_documented_names(app: App) -> None:
    listed = control_socket.send_command(ListOutputs(), app.folder).value
    assert [item["kind"] for item in listed] == [kind.value for kind in OutputKind]
    assert {item["state"] for item in listed} == {"off"}
    assert set(listed[0]) == {"kind", "state", "detail", "address", "sent", "dropped"}
