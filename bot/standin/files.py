"""Files: the external upload flow, sharing, and the file object that the API shows."""

from __future__ import annotations

import mimetypes
import struct
from collections.abc import Sequence
from time import time

from bot.standin.errors import SlackError
from bot.standin.services import Services
from bot.standin.values import Channel, File, Json
from bot.standin.workspace import new_id

PREVIEWED = ("image/png", "image/jpeg", "image/gif")
_MIME = {
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".npy": "application/octet-stream",
}


def create(slack: Services, name: str, user: str, alt_txt: str = "") -> File:
    """A file without content."""
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    mimetype = _MIME.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(new_id("F", 11), name, name, user, mimetype, alt_txt, created=int(time()))
    slack.workspace.files[file.id] = file
    return file


def fill(file: File, content: bytes) -> None:
    """Store the bytes; the picture's size is read from its header."""
    file.content, file.size = content, len(content)
    file.width, file.height = picture_size(content)


def uploaded(slack: Services, name: str, content: bytes, user: str) -> File:
    """A file that a person uploads from the page or a test."""
    file = create(slack, name, user)
    fill(file, content)
    file.complete = True
    return file


def share(slack: Services, files: Sequence[File], channel: Channel, ts: str, thread_ts: str | None) -> list[Json]:
    """Note that the files are in a message. Returns the file objects for the message."""
    for file in files:
        file.complete = True
        file.shares.append(
            {
                "channel": channel.id,
                "ts": ts,
                "private": channel.kind != "channel",
                **({"thread_ts": thread_ts} if thread_ts else {}),
            }
        )
    return [describe(slack, file) for file in files]


def describe(slack: Services, file: File) -> Json:
    """The file object of Slack's API."""
    base = f"{slack.url}/files-pri/{slack.settings.team_id}-{file.id}"
    kind = file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "binary"
    shown: Json = {"id": file.id, "created": file.created, "timestamp": file.created, "name": file.name}
    shown |= {"title": file.title, "mimetype": file.mimetype, "filetype": kind, "size": file.size, "user": file.user}
    shown |= {"mode": "hosted", "is_external": False, "is_public": False, "public_url_shared": False}
    shown |= {"url_private": f"{base}/{file.name}", "url_private_download": f"{base}/download/{file.name}"}
    shown |= {"permalink": f"{slack.url}/files/{file.user}/{file.id}/{file.name}", "file_access": "visible"}
    if file.alt_txt:
        shown["alt_txt"] = file.alt_txt
    if file.width:
        shown |= {"original_w": file.width, "original_h": file.height, "thumb_360": f"{base}/{file.name}"}
    rooms = [[item["channel"] for item in file.shares if item["private"] == private] for private in (False, True)]
    return {
        **shown,
        "channels": rooms[0],
        "groups": [item for item in rooms[1] if item[0] == "C"],
        "ims": [item for item in rooms[1] if item[0] == "D"],
        "shares": _shares(file),
    }


def upload_path(file: File) -> str:
    return f"/upload/v1/{file.id}"


def ready(slack: Services, file_id: str) -> File:
    """A file whose bytes have arrived. Raises SlackError file_not_found or file_upload_size_mismatch."""
    file = slack.workspace.file(file_id)
    if file.content is None:
        raise SlackError("file_not_found")
    return file


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels from a PNG, GIF or JPEG header; (0, 0) for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else (0, 0)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return 0, 0


def _shares(file: File) -> Json:
    shares: Json = {}
    for item in file.shares:
        place = shares.setdefault("private" if item["private"] else "public", {})
        kept = {name: item[name] for name in ("ts", "thread_ts") if name in item}
        place.setdefault(item["channel"], []).append(kept)
    return shares
