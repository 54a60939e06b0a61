"""Alert words notify the user."""

from dataclasses import replace

from captions.app.word_alerts import WordAlerts
from captions.events import Committed, Partial
from captions.settings.paths import DEFAULTS
from captions.settings.words import WordSettings
from captions.wording.notifications.notices import ALERT, NotificationText

SETTINGS = replace(
    DEFAULTS, words=WordSettings(replacements=("anna => Hanna",), alerts=("Hanna", "fire"))
)


def test_an_alert_word_notifies_at_most_every_30_seconds() -> None:
    shown: list[NotificationText] = []
    now = [0.0]
    alerts = WordAlerts(SETTINGS, shown.append, lambda: now[0])
    alerts.record_speech(Partial("Ask Anna now"))
    alerts.record_speech(Committed("Ask Anna now."))
    assert shown == [NotificationText("“Hanna” was said", "Ask Hanna now", ALERT, 0.0)]
    now[0] = 29.0
    alerts.record_speech(Committed("Anna!"))
    alerts.record_speech(Committed("Fire!"))
    assert [text.title for text in shown[1:]] == ["“fire” was said"]
    now[0] = 30.0
    alerts.record_speech(Committed("Anna? " + "x" * 300))
    assert shown[-1].advice == "…" + "x" * 160
    alerts.apply(replace(SETTINGS, words=WordSettings()))
    now[0] = 99.0
    alerts.record_speech(Committed("Anna!"))
    assert len(shown) == 3
