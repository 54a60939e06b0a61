"""The audience page in a real Chromium of the size of a phone."""

from collections.abc import Iterator

import pytest

from captions.events import Committed, Partial, Translated
from tests.outputs.pages.translated_speech import speak_german, translating
from tests.support.chromium import Chromium, Page
from tests.support.servers.running_page import RunningPage

pytestmark = pytest.mark.browser

SENTENCES = "Array.from(document.querySelectorAll('#log p'), (line) => line.textContent)"
LIVE = "document.getElementById('live').textContent"
TOP = "document.getElementById('scroll').scrollTop"
AT_END = (
    "(() => { const part = document.getElementById('scroll');"
    " return part.scrollHeight - part.scrollTop - part.clientHeight < 2; })()"
)


@pytest.fixture
def page(chromium: Chromium, audience: RunningPage) -> Iterator[Page]:
    with chromium.page(audience.origin) as page:
        page.resize(320, 568)
        yield page


def test_sentences_stay_and_spoken_words_are_replaced(page: Page, audience: RunningPage) -> None:
    page.open(audience.url)
    audience.show_live("It was")
    page.until(f"{LIVE} === 'It was'")
    audience.show_live("It was the best")
    page.until(f"{LIVE} === 'It was the best'")
    audience.show_live()
    audience.add_segments("It was the best of times.", label="You")
    page.until(f"{SENTENCES}.length === 1")
    assert page.evaluate(SENTENCES) == ["You: It was the best of times."]
    assert page.evaluate(LIVE) == ""
    assert page.complaints == []


def test_screen_readers_announce_committed_sentences_only(
    page: Page, audience: RunningPage
) -> None:
    audience.add_segments("One.", "Two.")
    page.open(audience.url)
    page.until(f"{SENTENCES}.length === 2")
    log = "document.getElementById('log')"
    announcing = f"{log}.getAttribute('aria-live')"
    assert page.evaluate(f"[{log}.role, {announcing}]") == ["log", "off"]
    audience.add_segments("Three.")
    page.until(f"{SENTENCES}.length === 3")
    assert page.evaluate(announcing) == "polite"
    assert page.evaluate("document.getElementById('live').ariaHidden") == "true"
    audience.add_segments(*(f"Missed {number}." for number in range(20)))
    page.until(f"{SENTENCES}.length === 23")
    assert page.evaluate(announcing) == "off"


def test_reader_who_scrolls_back_stays_until_going_live(page: Page, audience: RunningPage) -> None:
    audience.add_segments(*(f"Sentence number {number}." for number in range(60)))
    page.open(audience.url)
    page.until(f"{SENTENCES}.length === 60")
    page.until(AT_END)
    page.evaluate("document.getElementById('scroll').scrollTop = 100")
    page.until("!document.getElementById('follow').hidden")
    audience.add_segments("The last one.")
    page.until(f"{SENTENCES}.length === 61")
    assert page.evaluate(TOP) == 100
    page.click("#follow")
    page.until(AT_END)
    audience.add_segments("One more.")
    page.until(f"{SENTENCES}.length === 62")
    page.until(AT_END)
    assert page.evaluate("document.getElementById('follow').hidden")


def test_reader_who_scrolls_back_a_little_stays(page: Page, audience: RunningPage) -> None:
    audience.add_segments(*(f"Sentence number {number}." for number in range(60)))
    page.open(audience.url)
    page.until(f"{SENTENCES}.length === 60")
    page.until(AT_END)
    place = page.evaluate(f"{TOP} -= 30")
    page.until("!document.getElementById('follow').hidden")
    audience.add_segments("The last one.")
    page.until(f"{SENTENCES}.length === 61")
    assert page.evaluate(TOP) == place


def test_reader_who_scrolls_back_keeps_the_place_when_old_sentences_leave(
    page: Page, audience: RunningPage
) -> None:
    page.open(audience.url)
    for start in range(0, 3000, 500):
        audience.add_segments(*(f"Sentence {number}." for number in range(start, start + 500)))
        page.until(f"{SENTENCES}.length === {start + 500}")
    page.until(AT_END)
    page.evaluate("document.querySelectorAll('#log p')[1500].scrollIntoView()")
    page.until("!document.getElementById('follow').hidden")
    place = "Array.from(document.querySelectorAll('#log p')).find((line) =>"
    place += " line.textContent === 'Sentence 1500.').getBoundingClientRect().top"
    before = page.evaluate(place)
    audience.add_segments(*(f"Later {number}." for number in range(10)))
    page.until(f"{SENTENCES}.at(-1) === 'Later 9.'")
    assert page.evaluate(f"{SENTENCES}.length") == 3000
    assert page.evaluate(place) == pytest.approx(before, abs=1)


def test_sentence_of_one_speaker_leaves_the_words_of_the_other(
    page: Page, audience: RunningPage
) -> None:
    page.open(audience.url)
    audience.show_live("mine", "yours", labels=("You", "Anna"))
    page.until(f"{LIVE} === 'You: mineAnna: yours'")
    audience.add_segments("Mine.", label="You")
    page.until(f"{SENTENCES}.length === 1")
    assert page.evaluate(LIVE) == "Anna: yours"


def test_sentences_show_who_speaks_and_where_that_is_not_certain(
    page: Page, audience: RunningPage
) -> None:
    page.open(audience.url)
    audience.show_live("shall we")
    page.until(f"{LIVE} === 'shall we'")
    audience.add_segments("Shall we?", "It is late.", label="Speaker 1", lane="")
    page.until(f"{SENTENCES}.length === 2")
    assert page.evaluate(LIVE) == "", "its words do not appear twice"
    audience.add_segments("Hm.", "Well.")
    audience.add_segments("Yes.", label="Ada", lane="")
    page.until(f"{SENTENCES}.length === 5")
    assert page.evaluate(SENTENCES) == [
        "Speaker 1: Shall we?",
        "It is late.",
        "\N{EN DASH} Hm.",
        "Well.",
        "Ada: Yes.",
    ]


def test_another_name_of_a_speaker_stands_before_earlier_sentences_too(
    page: Page, chromium: Chromium, audience: RunningPage
) -> None:
    page.open(audience.url)
    audience.add_segments("Shall we?", label="Speaker 1", lane="")
    audience.add_segments("Yes.", label="Speaker 2", lane="")
    page.until(f"{SENTENCES}.length === 2")
    audience.rename_speakers(Speaker_1="<b>Ada</b>")
    renamed = ["<b>Ada</b>: Shall we?", "Speaker 2: Yes."]
    page.until(f"{SENTENCES}[0] === '{renamed[0]}'")
    assert page.evaluate(SENTENCES) == renamed
    with chromium.page(audience.origin) as other:
        other.open(audience.url)
        other.until(f"{SENTENCES}.length === 2")
        assert other.evaluate(SENTENCES) == renamed


def test_new_reader_gets_the_last_500_sentences(page: Page, audience: RunningPage) -> None:
    audience.add_segments(*map(str, range(650)))
    page.open(audience.url)
    page.until(f"{SENTENCES}.length === 500")
    assert page.evaluate(f"[{SENTENCES}.at(0), {SENTENCES}.at(-1)]") == ["150", "649"]


def test_restarted_process_repeats_nothing_and_loses_nothing(
    page: Page, audience: RunningPage
) -> None:
    page.open(audience.url)
    audience.add_segments("One.", "Two.")
    page.until(f"{SENTENCES}.length === 2")
    audience.kill_process()
    audience.add_segments("Three.")
    page.until(f"{SENTENCES}.length >= 3")
    assert page.evaluate(SENTENCES) == ["One.", "Two.", "Three."]


def test_renewed_secret_is_reported_to_readers(page: Page, audience: RunningPage) -> None:
    page.open(audience.url)
    page.until("document.getElementById('status').textContent === 'Live'")
    audience.renew_secret()
    status = "document.getElementById('status').textContent"
    page.until(f"{status} === 'This address is no longer valid. Ask for the new one.'")
    page.open(audience.origin + "/audience?token=old")
    assert page.evaluate("document.body.innerText").startswith("This address is not valid")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    assert not [text for text in page.complaints if "Security Policy" in text]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de-AT,en", "Diese Adresse ist ungültig"), ("fr,en", "This address is not valid")],
)
def test_wrong_address_is_reported_in_the_language_of_the_browser(
    page: Page, audience: RunningPage, language: str, sentence: str
) -> None:
    page.ask("Emulation.setUserAgentOverride", userAgent="test", acceptLanguage=language)
    page.open(audience.origin + "/audience?token=wrong")
    assert page.evaluate("document.body.innerText").strip().startswith(sentence)


def test_page_says_that_captions_are_paused(page: Page, audience: RunningPage) -> None:
    status = "document.getElementById('status')"
    page.open(audience.url)
    page.until(f"{status}.textContent === 'Live'")
    empty = "getComputedStyle(document.getElementById('empty')).visibility"
    assert page.evaluate(empty) == "visible"
    audience.show_paused(paused=True)
    page.until(f"{status}.textContent === 'Captions are paused.'")
    assert page.evaluate(empty) == "hidden"
    page.evaluate("window.isOld = true")
    page.ask("Page.reload")
    page.until(f"!window.isOld && {status}?.textContent === 'Captions are paused.'")
    audience.show_paused(paused=False)
    page.until(f"{status}.textContent === 'Live'")


def test_icons_are_those_of_the_app(page: Page, audience: RunningPage) -> None:
    page.open(audience.url)
    masks = page.evaluate(
        "Array.from(document.querySelectorAll('.icon'), (icon) =>"
        " getComputedStyle(icon).maskImage.match(/icons\\/([a-z]+)\\.svg/)?.[1])"
    )
    assert masks == ["appearance", "down", "smaller", "larger", "copy"]
    loaded = "Promise.all(Array.from(document.querySelectorAll('.icon'), async (icon) =>"
    loaded += " (await fetch(getComputedStyle(icon).maskImage.slice(5, -2))).status))"
    assert page.evaluate(loaded) == [200] * 5
    assert page.complaints == []


def test_title_and_state_of_a_narrow_page_do_not_overlap(page: Page, audience: RunningPage) -> None:
    page.ask("Emulation.setUserAgentOverride", userAgent="test", acceptLanguage="de")
    page.open(audience.url)
    audience.renew_secret()
    page.until("document.getElementById('status').dataset.state === 'refused'")
    header, title, state, button = page.evaluate(
        "['header', 'h1', '#status', '#open-choices'].map((name) =>"
        " document.querySelector(name).getBoundingClientRect().toJSON())"
    )
    assert title["width"] <= 1 or title["right"] <= state["left"]
    assert state["right"] <= button["left"]
    assert state["bottom"] <= header["bottom"]
    assert button["right"] <= 320


def test_dark_device_never_shows_a_white_page(page: Page, audience: RunningPage) -> None:
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    page.ask("Emulation.setEmulatedMedia", features=[dark])
    page.ask("Emulation.setScriptExecutionDisabled", value=True)
    page.open(audience.url)
    style = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(int(part) < 40 for part in style.strip("rgb()").split(","))


def test_choices_are_kept(page: Page, audience: RunningPage) -> None:
    page.open(audience.url)
    page.click("#open-choices")
    page.click("#larger")
    page.click("input[value=contrast]")
    page.click("#close")
    size = page.evaluate("getComputedStyle(document.getElementById('scroll')).fontSize")
    assert size == "32px"
    page.evaluate("window.isOld = true")
    page.ask("Page.reload")
    page.until("!window.isOld && document.documentElement?.dataset.colours === 'contrast'")
    assert page.evaluate("getComputedStyle(document.getElementById('scroll')).fontSize") == size


@pytest.mark.parametrize(
    ("language", "title"),
    [("de-AT", "Live-Untertitel"), ("en-GB", "Live captions"), ("fr", "Live captions")],
)
def test_page_has_the_language_of_the_browser(
    page: Page, audience: RunningPage, language: str, title: str
) -> None:
    page.ask("Emulation.setUserAgentOverride", userAgent="test", acceptLanguage=language)
    page.open(audience.url)
    page.until(f"document.title === '{title}'")
    assert page.evaluate("document.querySelector('h1').textContent") == title
    assert page.evaluate("document.documentElement.lang") == ("de" if "de" in language else "en")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "<b onclick=alert(1)>bold</b> & <script>document.title='owned'</script>", id="markup"
        ),
        pytest.param("👩‍👩‍👧‍👦 🏳️‍🌈", id="emoji"),
        pytest.param("שלום עולם", id="right to left"),
        pytest.param("W" * 300, id="a word of 300 characters"),
    ],
)
def test_any_text_is_shown_as_it_is_on_a_narrow_screen(
    page: Page, audience: RunningPage, text: str
) -> None:
    page.open(audience.url)
    audience.show_live(text)
    page.until(f"{LIVE} !== ''")
    audience.add_segments(text)
    page.until(f"{SENTENCES}.length === 1")
    assert page.evaluate(SENTENCES) == [text]
    assert page.evaluate("document.title") == "Live captions"
    scroll = "document.getElementById('scroll')"
    assert page.evaluate(f"{scroll}.scrollWidth <= {scroll}.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.complaints == []


def test_everything_can_be_copied(page: Page, audience: RunningPage) -> None:
    audience.add_segments("One.", "Two.")
    page.open(audience.url)
    page.until(f"{SENTENCES}.length === 2")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.click("#open-choices")
    page.click("#copy")
    page.until("document.getElementById('copied').textContent === 'Copied.'")
    assert page.evaluate("copied") == "One.\nTwo."


def test_each_text_has_the_language_that_a_screen_reader_needs(
    page: Page, audience: RunningPage
) -> None:
    speak_german(audience)
    page.open(audience.url)
    languages = "Array.from(document.querySelectorAll('#log p'), (p) => p.getAttribute('lang'))"
    with translating(audience, "both") as feed:
        feed(Partial("Guten"))
        page.until(f"{LIVE} === 'Guten'")
        assert page.evaluate("document.querySelector('#live p').lang") == "de"
        feed(Committed("Guten Morgen.", segment_id="a", language="de"))
        feed(Translated("Good morning.", "a"))
        feed(Committed("Merci.", segment_id="b", language="fr"))
        feed(Translated("", "b"))
        feed(Committed("Hm.", segment_id="c"))
        feed(Translated("", "c"))
        page.until(f"{SENTENCES}.length === 4")
    assert page.evaluate(languages) == ["de", "en", "fr", ""]


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        ("both", ["Guten Morgen.", "[EN] Good morning.", "Thanks."]),
        ("translation", ["[EN] Good morning.", "Thanks."]),
    ],
)
def test_translations_are_sentences_of_their_own(
    page: Page, audience: RunningPage, choice: str, shown: list[str]
) -> None:
    page.open(audience.url)
    with translating(audience, choice) as feed:
        feed(Partial("Guten"))
        page.until(f"{LIVE} === 'Guten'")
        feed(Committed("Guten Morgen.", segment_id="a", language="de"))
        feed(Committed("Thanks.", segment_id="b"))
        feed(Translated("Good morning.", "a"))
        feed(Translated("", "b"))
        page.until(f"{SENTENCES}.length === {len(shown)}")
        page.until(f"{LIVE} === ''")
    assert page.evaluate(SENTENCES) == shown
    assert page.complaints == []
