"""Which addresses are accepted, and how they are shown."""

import pytest

from captions.errors import OutputError
from captions.outputs.platforms.addresses import (
    TEAMS,
    WEBHOOK,
    YOUTUBE,
    ZOOM,
    AddressRule,
    add_parameters,
    check_address,
    extend_path,
    mask_address,
)

NOW = 1_796_000_000.0
ZOOM_URL = "https://wmcapi.zoom.us/closedcaption?id=2&ns=GZ==&expire=86400&signature=nYtX"
YOUTUBE_URL = "http://upload.youtube.com/closedcaption?cid=abcd-efgh"
TEAMS_URL = "https://api.captions.office.microsoft.com/cartcaption?meetingid=a&token=b&lang=en-us"


@pytest.mark.parametrize(
    ("rule", "address"),
    [
        (ZOOM, ZOOM_URL),
        (ZOOM, ZOOM_URL.replace("wmcapi.zoom.us", "wmcapi.zoomgov.com")),
        (ZOOM, ZOOM_URL.replace("86400", str(int(NOW) + 60))),
        (YOUTUBE, YOUTUBE_URL),
        (YOUTUBE, YOUTUBE_URL.replace("http:", "https:")),
        (YOUTUBE, "http://upload.youtube.com/closedcaption?id=x&ns=y&key=yt_qc"),
        (TEAMS, TEAMS_URL),
        (WEBHOOK, "https://me:hidden@example.com:8443/hook?x=1"),
        (WEBHOOK, "https://bücher.example/"),
        (WEBHOOK, "http://127.0.0.1:8000"),
        (WEBHOOK, "http://[::1]:8000/hook"),
        (ZOOM, "http://127.0.0.1:8000/any"),
        (TEAMS, "http://localhost:8000/any"),
        (YOUTUBE, "http://127.0.0.1:8000"),
    ],
)
def test_addresses_of_the_platform_and_of_this_computer_are_accepted(
    rule: AddressRule, address: str
) -> None:
    check_address(rule, address, NOW)


@pytest.mark.parametrize(
    ("rule", "address", "expected"),
    [
        (ZOOM, "", "set CAPTIONS_ZOOM_URL"),
        (ZOOM, "123 456 7890", "not a web address"),
        (ZOOM, "wmcapi.zoom.us/closedcaption?id=2", "not a web address"),
        (ZOOM, "ftp://wmcapi.zoom.us/closedcaption?id=2", "not a web address"),
        (ZOOM, "https://", "not a web address"),
        (ZOOM, "https://[wmcapi.zoom.us/", "not a web address"),
        (ZOOM, "https://wmcapi.zoom.us:99999/closedcaption?id=2", "not a web address"),
        (ZOOM, "https://evil.example\\@wmcapi.zoom.us/closedcaption?id=2", "not a web address"),
        (ZOOM, ZOOM_URL + "\nHost: evil", "not a web address"),
        (ZOOM, ZOOM_URL + "x" * 9000, "not a web address"),
        (WEBHOOK, "https://a..b/hook", "not a web address"),
        (ZOOM, ZOOM_URL.replace("https", "http"), "must begin with https://"),
        (TEAMS, TEAMS_URL.replace("https", "http"), "must begin with https://"),
        (WEBHOOK, "http://example.com/hook", "must begin with https://"),
        (ZOOM, "https://wmcapi.zoom.us.evil.example/closedcaption?id=2", "leads to wmcapi.zoom.us"),
        (ZOOM, "https://evilzoom.us/closedcaption?id=2", "leads to evilzoom.us, not to Zoom"),
        (ZOOM, "https://wmcapi.zoom.us@evil.example/closedcaption?id=2", "leads to evil.example"),
        (YOUTUBE, "http://example.com/closedcaption?cid=1", "leads to example.com"),
        (ZOOM, YOUTUBE_URL, "This is an address of YouTube"),
        (YOUTUBE, ZOOM_URL, "This is an address of Zoom"),
        (ZOOM, TEAMS_URL, "This is an address of Teams"),
        (TEAMS, "https://youtu.be/abc", "This is an address of YouTube"),
        (ZOOM, "https://us02web.zoom.us/j/123456789?pwd=x", "Copy the API token"),
        (ZOOM, "https://wmcapi.zoom.us/closedcaption", "Copy the API token"),
        (ZOOM, ZOOM_URL.replace("://", "://me@"), "Copy the API token"),
        (YOUTUBE, "https://www.youtube.com/watch?v=abc", "copy the ingestion URL"),
        (YOUTUBE, "https://studio.youtube.com/video/x/livestreaming", "copy the ingestion URL"),
        (YOUTUBE, "http://upload.youtube.com/closedcaption", "copy the ingestion URL"),
        (TEAMS, "https://teams.microsoft.com/l/meetup-join/19", "turn on CART captions"),
        (TEAMS, "https://teams.live.com/meet/93", "turn on CART captions"),
        (ZOOM, ZOOM_URL.replace("86400", str(int(NOW) - 121)), "of Zoom has expired"),
        (ZOOM, f"http://127.0.0.1/?expire={int(NOW) - 121}", "of Zoom has expired"),
    ],
)
def test_another_address_is_one_sentence_without_its_secret(
    rule: AddressRule, address: str, expected: str
) -> None:
    with pytest.raises(OutputError) as refused:
        check_address(rule, address, NOW)
    sentence = str(refused.value)
    assert expected in sentence
    for secret in ("nYtX", "abcd-efgh", "token=", "pwd", "signature"):
        assert secret not in sentence


def test_a_clock_that_is_90_seconds_ahead_does_not_make_an_address_expire() -> None:
    check_address(ZOOM, ZOOM_URL.replace("86400", str(int(NOW) - 90)), NOW)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ZOOM_URL, "https://wmcapi.zoom.us/…"),
        ("https://me:hidden@example.com:8443/hook", "https://example.com:8443/…"),
        ("http://127.0.0.1:80/secret#more", "http://127.0.0.1:80/…"),
        ("", ""),
        ("secret", ""),
        ("https://[secret", ""),
    ],
)
def test_only_scheme_and_host_are_shown(address: str, expected: str) -> None:
    assert mask_address(address) == expected


def test_parameters_replace_those_of_the_same_name_and_leave_the_rest() -> None:
    address = "https://a.example/b?sparams=id%2Cns&seq=4&x==#part"
    assert add_parameters(address, seq=5, lang="en-US") == (
        "https://a.example/b?sparams=id%2Cns&x==&seq=5&lang=en-US"
    )


def test_the_path_is_extended_before_the_query() -> None:
    assert extend_path("https://a.example/b/?c=d#e", "seq") == "https://a.example/b/seq?c=d"
