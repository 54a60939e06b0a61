"""The page for an address that is wrong, or no longer valid, in the style of the others."""

import base64
import hashlib
from functools import cache

from starlette.responses import Response

from captions.resources import resource_path
from captions.web.page_files import make_page_headers
from captions.wording.language import choose_language

_STYLE = """
body { max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; color: var(--text);
  font: 1.25rem/1.5 system-ui, sans-serif; }
svg { width: 2rem; height: 2rem; color: var(--bad); }
"""
"""The style besides the theme. The page has no background, which OBS would show over the scene."""
_SENTENCES = {
    "en": "This address is not valid, or no longer valid. Ask for the current one.",
    "de": "Diese Adresse ist ungültig oder nicht mehr gültig. Fragen Sie nach der aktuellen.",
}
"""The sentence by the code of its language."""


def refusal_page(status: int, wanted_languages: str = "") -> Response:
    """Return the answer to a request that is not accepted.

    Args:
        status: status code of HTTP.
        wanted_languages: the ``Accept-Language`` header, in which browsers put the language that
            the user prefers first.
    """
    languages = (part.partition(";")[0].strip() for part in wanted_languages.split(","))
    style = f"{_read_resource('page/theme.css')}{_STYLE}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _format_page(choose_language(languages), style)
    return Response(page, status, make_page_headers(f"'sha256-{digest}'"), media_type="text/html")


@cache
def _format_page(language: str, style: str) -> str:
    return f"""<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Captions</title>
<style>{style}</style>
{_read_resource("icons/bad.svg")}
<p>{_SENTENCES[language]}</p>
"""


@cache
def _read_resource(name: str) -> str:
    return resource_path(name).read_text("utf-8")
