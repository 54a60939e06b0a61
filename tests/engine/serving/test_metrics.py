"""Numbers for Prometheus: its text format, and what they say."""

import re

from captions.engine.serving.metrics import ServerMetrics

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]+"\})? [0-9.e+-]+')


def values(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_every_line_is_of_the_format_and_every_metric_has_its_type() -> None:
    metrics = ServerMetrics()
    metrics.record_error("input_error")
    metrics.record_drop("idle")
    text = metrics.render_text(0.0)
    assert text.endswith("\n")
    typed = set(re.findall(r"^# TYPE (\w+) (?:counter|gauge|histogram)$", text, re.MULTILINE))
    for line in text.splitlines():
        if not line.startswith("# "):
            assert SAMPLE.fullmatch(line), line
            name = re.sub(r"_(bucket|sum|count)$", "", re.split(r"[ {]", line)[0])
            assert name in typed


def test_counts_add_up() -> None:
    metrics = ServerMetrics(clock=lambda: 0.0)
    metrics.record_session_start()
    metrics.record_session_start()
    metrics.record_session_end()
    metrics.record_received(3.0)
    metrics.record_turn(2.0, 0.5)
    metrics.record_turn(0.0, 0.1)
    for delay in (0.1, 0.2, 0.25, 100.0):
        metrics.record_delay(delay)
    metrics.record_refusal("origin")
    found = values(metrics.render_text(1.5))
    assert found["captions_sessions"] == 1
    assert found["captions_sessions_total"] == 2
    assert found["captions_sound_seconds_total"] == 3
    assert found["captions_recognised_seconds_total"] == 2
    assert found["captions_recognition_seconds_total"] == 0.6
    assert found["captions_real_time_factor"] == 0.3
    assert found["captions_waiting_seconds"] == 1.5
    assert found['captions_delay_seconds_bucket{le="0.1"}'] == 1
    assert found['captions_delay_seconds_bucket{le="0.2"}'] == 2
    assert found['captions_delay_seconds_bucket{le="60"}'] == 3
    assert found['captions_delay_seconds_bucket{le="+Inf"}'] == 4
    assert found["captions_delay_seconds_count"] == 4
    assert found['captions_refused_total{reason="origin"}'] == 1


def test_real_time_factor_is_that_of_the_last_minute() -> None:
    now = [0.0]
    metrics = ServerMetrics(clock=lambda: now[0])
    metrics.record_turn(1.0, 1.0)
    now[0] = 61.0
    assert values(metrics.render_text(0.0))["captions_real_time_factor"] == 0
    metrics.record_turn(1.0, 0.25)
    assert values(metrics.render_text(0.0))["captions_real_time_factor"] == 0.25
