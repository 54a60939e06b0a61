"""The overlay page in a real Chromium: pixels over transparency, connection and look."""

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage

from captions.events import Committed, Translated
from tests.outputs.pages.translated_speech import speak_german, translating
from tests.support.chromium import Chromium, Page
from tests.support.servers.running_page import RunningPage

pytestmark = pytest.mark.browser

SHOWN = "document.getElementById('captions').innerText"
PLAIN = "&window=transparent&edge=none&size=60"


@pytest.fixture
def page(chromium: Chromium, overlay: RunningPage) -> Iterator[Page]:
    with chromium.page(overlay.origin) as page:
        page.resize(1280, 300)
        page.ask(
            "Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0}
        )
        yield page


def shows(text: str) -> str:
    """Return the condition that a page shows a text in rows."""
    return f"{SHOWN}.trim() === {json.dumps(text)}"


def pixels(page: Page) -> npt.NDArray[np.uint8]:
    """Return the colours of the page with their opacity: rows, columns, RGBA."""
    page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    image = QImage.fromData(page.picture()).convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4).copy()


def count(picture: npt.NDArray[np.uint8], *colour: int) -> int:
    return int((picture == np.array(colour, np.uint8)).all(axis=-1).sum())


def words(page: Page, name: str) -> str:
    return str(page.evaluate(f"document.querySelector('.{name}').textContent"))


def test_settled_words_are_white_and_others_grey_over_transparency(
    page: Page, overlay: RunningPage
) -> None:
    page.open(overlay.url + PLAIN)
    overlay.show_rows(("The best of ", "times"))
    page.until(shows("The best of times"))
    picture = pixels(page)
    assert count(picture, 255, 255, 255, 255) > 500
    assert count(picture, 191, 191, 191, 255) > 200
    assert (picture[..., 3] == 0).mean() > 0.9
    assert (words(page, "committed"), words(page, "partial")) == ("The best of ", "times")
    assert page.complaints == []


def test_box_of_the_settings_is_painted_and_gone_without_captions(
    page: Page, overlay: RunningPage
) -> None:
    page.open(overlay.url)
    overlay.show_rows(("One row", ""))
    page.until(shows("One row"))
    assert count(pixels(page), 0, 0, 0, 204) > 10_000
    overlay.show_rows()
    page.until("document.getElementById('captions').hidden")
    assert pixels(page)[..., 3].max() == 0


def test_committed_words_do_not_move(page: Page, overlay: RunningPage) -> None:
    left = "document.querySelector('.row').firstChild.firstChild.getBoundingClientRect().left"
    page.open(overlay.url)
    places = []
    for rest in ("", " and", " and more"):
        overlay.show_rows(("Here are words", rest))
        page.until(shows(f"Here are words{rest}"))
        places.append(page.evaluate(left))
    assert len(set(places)) == 1


def test_two_pages_show_the_same_and_a_new_one_the_present_state(
    page: Page, overlay: RunningPage, chromium: Chromium
) -> None:
    page.open(overlay.url)
    overlay.show_rows(("Before", ""))
    page.until(shows("Before"))
    with chromium.page(overlay.origin) as second:
        second.open(overlay.url)
        second.until(shows("Before"))
        overlay.wait_until(lambda: overlay.runner.status.readers == 2)
        overlay.show_rows(("After", ""))
        page.until(shows("After"))
        second.until(shows("After"))
    overlay.wait_until(lambda: overlay.runner.status.readers == 1)


def test_page_connects_again_after_its_process_was_killed(page: Page, overlay: RunningPage) -> None:
    page.open(overlay.url)
    overlay.show_rows(("Before", ""))
    page.until(shows("Before"))
    overlay.kill_process()
    overlay.show_rows(("After", ""))
    page.until(shows("After"))


def test_renewed_secret_clears_pages_with_the_old_one(page: Page, overlay: RunningPage) -> None:
    page.open(overlay.url)
    overlay.show_rows(("Secret words", ""))
    page.until(shows("Secret words"))
    overlay.renew_secret()
    page.until("document.documentElement.dataset.connection === 'refused'")
    assert page.evaluate(SHOWN) == ""
    page.open(overlay.url)
    page.until(shows("Secret words"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<img src=x onerror=document.title='owned'>", id="markup with a script"),
        pytest.param("</span><script>document.title='owned'</script>", id="a script"),
        pytest.param("👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 👍🏽", id="emoji and combining marks"),
        pytest.param("שלום עולם hello", id="right to left"),
        pytest.param("W" * 300, id="a word of 300 characters"),
    ],
)
def test_text_is_shown_as_it_is_and_fits(page: Page, overlay: RunningPage, text: str) -> None:
    page.open(overlay.url)
    overlay.show_rows((text, ""))
    page.until(shows(text))
    assert page.evaluate("document.title") == "Captions"
    box = page.evaluate(
        "(() => { const box = document.querySelector('.text').getBoundingClientRect();"
        " return [box.left, box.right]; })()"
    )
    assert box[0] >= 0
    assert box[1] <= 1280
    assert page.complaints == []


def test_letters_are_as_large_as_before_once_a_long_word_has_left(
    page: Page, overlay: RunningPage
) -> None:
    size = "getComputedStyle(document.getElementById('captions')).fontSize"
    page.open(overlay.url)
    overlay.show_rows(("Before", ""))
    page.until(shows("Before"))
    before = page.evaluate(size)
    overlay.show_rows(("W" * 300, ""))
    page.until(shows("W" * 300))
    assert page.evaluate(f"parseFloat({size})") < 10
    overlay.show_rows()
    page.until("document.getElementById('captions').hidden")
    overlay.show_rows(("After", ""))
    page.until(shows("After"))
    assert page.evaluate(size) == before


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("שלום עולם", True),
        ("iPhone 15 هو جهاز جديد", True),
        ("He said שלום to us", False),
    ],
)
def test_row_from_right_to_left_starts_on_the_right(
    page: Page, overlay: RunningPage, text: str, is_right: bool
) -> None:
    page.open(overlay.url)
    overlay.show_rows((text, ""))
    page.until(shows(text))
    assert is_right is page.evaluate(
        "(() => { const text = document.querySelector('.text').getBoundingClientRect();"
        " const box = document.getElementById('captions').getBoundingClientRect();"
        " return box.right - text.right < text.left - box.left; })()"
    )


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ("size=50", ("#captions", "font-size", "50px")),
        ("color=ff0000", (".committed", "color", "rgb(255, 0, 0)")),
        ("colour=rgb(0 0 255)", (".committed", "color", "rgb(0, 0, 255)")),
        ("partial=%2300ff00", (".partial", "color", "rgb(0, 255, 0)")),
        ("uppercase=1", (".committed", "text-transform", "uppercase")),
        ("align=right", (".row", "text-align", "right")),
        ("position=top", ("#stage", "justify-content", "start")),
        ("weight=800", (".committed", "font-weight", "800")),
        ("window=00000000", ("#captions", "background-color", "rgba(0, 0, 0, 0)")),
        ("background=0000ff80", (".text", "background-color", "rgba(0, 0, 255, 0.5)")),
        ("edge=none", (".text", "text-shadow", "none")),
        ("font=Courier New", ("#captions", "font-family", '"Courier New"')),
        ("margin=7", ("#stage", "left", "7px")),
        ("size=-5", ("#captions", "font-size", "34px")),
        ("size=1e9", ("#captions", "font-size", "34px")),
        ("color=url(//evil)", (".committed", "color", "rgb(255, 255, 255)")),
        ("color=red;background:blue", (".committed", "color", "rgb(255, 255, 255)")),
        ('font=x";color:red', ("#captions", "font-family", '"x;color:red"')),
        ("constructor=1&__proto__=2&unknown=3", ("#captions", "font-size", "34px")),
    ],
)
def test_parameters_of_the_address_are_validated(
    page: Page, overlay: RunningPage, parameters: str, shown: tuple[str, str, str]
) -> None:
    selector, name, value = shown
    overlay.show_rows(("White", "grey"))
    page.ask("Page.navigate", url=f"{overlay.url}&{parameters}")
    page.until("document.getElementById('captions')?.textContent === 'Whitegrey'")
    page.until("document.getElementById('captions').lang === 'en'")
    found = page.evaluate(
        f"getComputedStyle(document.querySelector('{selector}')).getPropertyValue('{name}')"
    )
    assert str(found).replace("0.502", "0.5") == value


def test_custom_css_of_obs_wins(page: Page, overlay: RunningPage) -> None:
    page.open(f"{overlay.url}&color=ff0000")
    overlay.show_rows(("Words", ""))
    page.until(shows("Words"))
    # As obs-browser adds it when the page has loaded.
    css = ".committed { color: lime } :root { --captions-size: 20px }"
    page.evaluate(
        "document.head.appendChild(document.createElement('style'))"
        f".appendChild(document.createTextNode({json.dumps(css)})) && 0"
    )
    style = "getComputedStyle(document.querySelector('.committed'))"
    assert page.evaluate(f"[{style}.color, {style}.fontSize]") == ["rgb(0, 255, 0)", "20px"]
    assert page.complaints == []


def test_changed_settings_are_shown_at_once(page: Page, overlay: RunningPage) -> None:
    page.open(overlay.url)
    overlay.show_rows(("Words", ""))
    page.until(shows("Words"))
    settings = overlay.destination.settings
    look = replace(settings.appearance, font_px=40)
    overlay.call(lambda: overlay.destination.apply(replace(settings, appearance=look)))
    page.until("getComputedStyle(document.getElementById('captions')).fontSize === '40px'")


LANGUAGES = "Array.from(document.querySelectorAll('.row span span'), (run) => run.lang)"
GERMAN = "Guten Morgen, meine Damen und Herren, und danke, dass Sie heute gekommen sind."
ENGLISH = "Good morning, ladies and gentlemen, and thank you for coming here today."


def test_translation_is_in_smaller_rows_of_its_own_that_move_nothing(
    page: Page, overlay: RunningPage
) -> None:
    tops = "Array.from(document.querySelectorAll('.row'), (row) => row.getBoundingClientRect().top)"
    words = "Array.from(document.querySelectorAll('.row'), (row) => row.textContent)"
    page.open(overlay.url)
    speak_german(overlay)
    with translating(overlay, "both") as feed:
        feed(Committed(GERMAN, segment_id="a", language="de"))
        page.until(f"{SHOWN}.includes('gekommen')")
        before = page.evaluate(tops)
        assert page.evaluate(f"{words}.filter(Boolean).length") == 2
        feed(Translated(ENGLISH, "a"))
        page.until(f"{SHOWN}.includes('today')")
        assert page.evaluate(tops) == before
        assert page.evaluate(words)[2].startswith("[EN] Good morning")
    size = "(row) => parseFloat(getComputedStyle(row).fontSize)"
    sizes = page.evaluate(f"Array.from(document.querySelectorAll('.row'), {size})")
    assert [round(each / sizes[0], 2) for each in sizes] == [1, 1, 0.75, 0.75]
    assert page.evaluate(LANGUAGES) == ["de", "de", "en", "en"]
    fits = "document.querySelector('#captions').scrollWidth <= document.body.clientWidth"
    assert page.evaluate(fits)
    overlay.show_rows(("One", ""), ("Two", ""), ("Three", ""))
    page.until(shows("One\nTwo\nThree"))
    assert page.evaluate("document.querySelectorAll('.translation').length") == 0
    assert page.complaints == []


def test_translation_takes_the_place_of_the_grey_original(page: Page, overlay: RunningPage) -> None:
    page.open(overlay.url)
    speak_german(overlay)
    with translating(overlay, "translation") as feed:
        feed(Committed("Guten Morgen.", segment_id="a", language="de"))
        page.until(shows("Guten Morgen."))
        assert words(page, "partial") == "Guten Morgen."
        assert page.evaluate(LANGUAGES) == ["de"]
        feed(Translated("Good morning.", "a"))
        page.until(shows("[EN] Good morning."))
        assert words(page, "committed") == "[EN] Good morning."
        assert page.evaluate(LANGUAGES) == ["en"]
