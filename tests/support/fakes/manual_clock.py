"""A clock that tests set."""


class ManualClock:
    """Stands still until its time is set.

    Attributes:
        now: time in seconds.
    """

    def __init__(self, now: float = 100.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
