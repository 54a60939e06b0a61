"""Secrets are checked before they are stored."""

import pytest

from captions.app.outputs.output_operations import make_operations
from captions.app.outputs.running_outputs import RunningOutputs
from captions.errors import CaptionsError
from captions.settings.schema import Settings
from captions.ui.settings_dialog.output_view import OutputAction, OutputRequest
from tests.app.outputs.test_running_outputs import RecordingDestination

ZOOM = "https://wmcapi.zoom.us/closedcaption?id=1&signature=a"
YOUTUBE = "http://upload.youtube.com/closedcaption?cid=1"


def check_secret(kind: str, secret: str, index: int) -> None:
    settings = Settings()
    outputs = RunningOutputs(settings, lambda _, __: RecordingDestination(), lambda: None)
    operations = make_operations(outputs, lambda: settings, lambda _: None)
    operations.check_secret(OutputRequest(kind, OutputAction.SAVE_SECRET, secret, index))


@pytest.mark.parametrize(
    ("kind", "secret", "index"),
    [
        ("zoom", f" {ZOOM} ", 0),
        ("youtube", YOUTUBE, 0),
        ("webhook", "https://example.org/hook", 0),
        ("webhook", "whsec_a2V5", 1),
        ("webhook", "any words", 1),
        ("obs", "password", 0),
    ],
)
def test_secret_that_can_be_right_is_accepted(kind: str, secret: str, index: int) -> None:
    check_secret(kind, secret, index)


@pytest.mark.parametrize(
    ("kind", "secret", "index", "code"),
    [
        ("zoom", YOUTUBE, 0, "platform_address_swapped"),
        ("webhook", "http://example.org/hook", 0, "platform_address_unencrypted"),
        ("webhook", "whsec_no base64", 1, "webhook_secret_invalid"),
        ("obs", "x" * 257, 0, "secret_invalid"),
    ],
)
def test_secret_that_must_be_wrong_is_refused(
    kind: str, secret: str, index: int, code: str
) -> None:
    with pytest.raises(CaptionsError) as refusal:
        check_secret(kind, secret, index)
    assert refusal.value.code == code
    assert secret not in str(refusal.value)
