"""Random numbers that are the same in every run."""

from random import Random


def seeded_random(seed: int | str | bytes) -> Random:
    """Return a generator of pseudorandom numbers; never use it for secrets."""
    return Random(seed)  # noqa: S311  # Tests and benchmarks have no secrets.
