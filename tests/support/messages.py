"""Messages with a text of the test's own."""

from captions.messages.message import Message


def said(text: str) -> Message:
    """Return a message that reads as a text does, in every language: that of a server."""
    return Message("server_reported", text=text)
