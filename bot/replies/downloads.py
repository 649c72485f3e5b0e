"""The content of a file that stands in Slack."""

from __future__ import annotations

from typing import Any
from urllib.request import Request, urlopen

from slack_sdk import WebClient

_MOST_BYTES = 1_000_000
_SECONDS = 15.0


class Unreadable(RuntimeError):
    """Slack did not give the file out."""


def download(client: WebClient, file: dict[str, Any], *, most: int = _MOST_BYTES) -> bytes | None:
    """The bytes of a file as `files.info` describes it; None when there are more than `most`.

    Raises `Unreadable` when the connection fails, or Slack sends its sign-in page in the file's place.
    """
    if int(file.get("size", 0)) > most:
        return None
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not address.startswith(("https://", "http://")):
        raise Unreadable("The file has no address.")
    try:
        with urlopen(Request(address, headers={"Authorization": f"Bearer {client.token}"}), timeout=_SECONDS) as page:
            content: bytes = page.read(most + 1)
            kind = page.headers.get_content_type()
    except OSError as lost:
        raise Unreadable(str(lost)) from lost
    if kind == "text/html" and content.lstrip()[:15].lower().startswith(b"<!doctype html"):
        raise Unreadable("Slack asked to sign in.")
    return content if len(content) <= most else None
