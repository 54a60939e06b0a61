"""Times of cues as text."""


def format_time(seconds: float, point: str = ".") -> str:
    """Return a time as hours, minutes, seconds and milliseconds, such as ``00:01:02.500``.

    Args:
        seconds: not negative.
        point: character before the milliseconds.
    """
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02}{point}{milliseconds:03}"
