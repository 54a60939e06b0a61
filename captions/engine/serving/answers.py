"""Answers to plain requests that fail: JSON of the shape that the cloud service has."""

from starlette.responses import JSONResponse


def refusal(code: int, status: str, message: str) -> JSONResponse:
    """Return an answer with an HTTP status code, a word for programs and a sentence for people."""
    return JSONResponse({"detail": {"status": status, "message": message}}, code)
