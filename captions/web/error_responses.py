"""Error responses to HTTP requests, in the JSON format of the cloud service."""

from starlette.responses import JSONResponse


def error_response(code: int, status: str, message: str) -> JSONResponse:
    """Return an error response.

    Args:
        code: HTTP status code.
        status: name of the error, for programs.
        message: sentence for the user.
    """
    return JSONResponse({"detail": {"status": status, "message": message}}, code)
