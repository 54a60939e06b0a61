"""The benchmark of outputs compares what it should."""

from tests.benchmarks.outputs.window import compare


def test_ratios_are_of_medians_and_of_99th_percentiles() -> None:
    off, on, crowd = ([0.002] * 90 + [0.010] * 10, [0.003] * 90 + [0.020] * 10, [0.001] * 100)
    figures = compare({"off": off, "on": on, "crowd": crowd})
    ratios = [round(figure.value, 3) for figure in figures if "times that" in figure.name]
    assert ratios == [1.5, 2.0, 0.5, 0.1]
    assert [figure.value for figure in figures[:2]] == [2.0, 10.0]
