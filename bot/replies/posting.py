"""Posting each part of a reply once, whatever dies in between.

The intent is written to the database before the call to Slack, the timestamp after it. A part
whose intent has no timestamp may or may not have been posted: its message carries the job's id
as metadata, so it is looked for in the conversation, and updated rather than repeated.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.jobs import Job
from bot.records.store import Records
from bot.replies.direct import direct_channel
from bot.replies.pacing import AT_ONCE, IN_PLACE, NoTurns, Turns, seconds_to_wait, take_turn
from bot.views.blocks import Message, Picture
from runners.values import Figure

_EVENT_TYPE = "tutor_reply"
_TAKEN_AWAY = "taken away"


def metadata_of(key: str, part: str) -> dict[str, Any]:
    """What a message carries so that it can be found again."""
    return {"event_type": _EVENT_TYPE, "event_payload": {"job": key, "part": part}}


class Busy(RuntimeError):
    """Another process is posting this part right now; try again in a few seconds."""


class Poster:
    """Posts through `client`, each message in its turn; `lease` is how many seconds an unfinished intent is left
    alone."""

    def __init__(
        self,
        client: WebClient,
        records: Records,
        *,
        turns: Turns | None = None,
        lease: float = 10.0,
        patience: float = 2.0,
    ) -> None:
        self._client = client
        self._records = records
        self._turns = turns or NoTurns()
        self._lease = lease
        self._patience = patience

    def post_once(self, key: str, part: str, channel: str, thread: str, message: Message) -> str:
        """Post part `part` of what `key` names (a job's id, a ticket), or update it where it stands already.

        It waits for its turn in the channel. Returns its timestamp. Raises `Busy` while another process is at it.
        """
        self._take_turn(key, part, channel, IN_PLACE)
        posted = self._records.intend_post(key, part, channel)
        ts = self._settled(key, part, channel, thread) if posted else ""
        if ts:
            self.update(channel, ts, message)
        else:
            ts = self._post(key, part, channel, thread, message)
        self._records.mark_posted(key, part, channel, ts)
        return ts

    def await_turn(self, key: str, part: str, channel: str) -> None:
        """Return when this part may be posted at once, or is already: asked before anything is done, it spares the
        waiting.

        Raises `Later` when the channel takes no more messages for now.
        """
        self._take_turn(key, part, channel, AT_ONCE)

    def post_meanwhile(self, key: str, part: str, channel: str, thread: str, message: Message) -> None:
        """`post_once` for what stands only until `take_away`; after that, nothing."""
        posted = self._records.posted(key, part)
        if posted is None or posted.ts != _TAKEN_AWAY:
            self.post_once(key, part, channel, thread, message)

    def take_away(self, key: str, part: str, channel: str, thread: str) -> None:
        """Delete a part that stood only for a while."""
        posted = self._records.intend_post(key, part, channel)
        ts = self._settled(key, part, channel, thread) if posted else ""
        self._records.mark_posted(key, part, channel, _TAKEN_AWAY)
        if ts not in ("", _TAKEN_AWAY):
            self._client.chat_delete(channel=channel, ts=ts)

    def update(self, channel: str, ts: str, message: Message) -> None:
        self._client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)

    def whisper(self, job: Job, message: Message, *, part: str = "told", in_place: bool = False) -> None:
        """A message that only `job.user` sees; `in_place` of the one in which they pressed a button. What was asked for
        in no channel, on the Home tab, is answered in their direct messages, each `part` of it once."""
        response_url = job.data.get("response_url", "")
        if response_url:
            sent = WebhookClient(response_url).send(
                text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=in_place
            )
            if sent.status_code == 200:
                return
        if not job.channel:
            self._write_once(job, part, message)
            return
        self._client.chat_postEphemeral(
            channel=job.channel,
            user=job.user,
            text=message.text,
            blocks=message.blocks,
            thread_ts=job.thread or None,
        )

    def put_away(self, job: Job, instead: Message | None = None) -> None:
        """Take away the offer in which `job` was pressed, or show something `instead` in its place. One that is gone
        already, or whose address Slack no longer knows, is left."""
        if instead:
            self.whisper(job, instead, in_place=True)
        else:
            WebhookClient(job.data["response_url"]).send(delete_original=True)

    def whisper_once(self, job: Job, part: str, message: Message) -> None:
        """A whisper that is not repeated when the same part comes again."""
        if not job.channel:
            self._write_once(job, part, message)
        elif self._records.intend_post(job.id, part, job.channel) is None:
            self.whisper(job, message)

    def upload(self, figures: Sequence[Figure]) -> list[Picture]:
        """Upload pictures without sharing them anywhere; a message's image block shows them."""
        if not figures:
            return []
        uploads = [
            {
                "content": figure.data,
                "filename": _file_name(figure, number),
                "title": f"Figure {number}",
                "alt_txt": figure.alt[:1000],
            }
            for number, figure in enumerate(figures, start=1)
        ]
        answer = self._client.files_upload_v2(file_uploads=uploads)
        files: list[dict[str, Any]] = answer["files"]
        return [
            Picture(file["id"], figure.alt or "A figure without a title.")
            for file, figure in zip(files, figures, strict=True)
        ]

    def attach_once(
        self,
        key: str,
        part: str,
        channel: str,
        files: Mapping[str, str | bytes],
        *,
        thread: str = "",
        comment: str = "",
    ) -> None:
        """Share files, content by name, together. Their names get a mark of `key`, by which those that are there
        already are found."""
        mark = hashlib.sha256(key.encode()).hexdigest()[:10]
        posted = self._records.intend_post(key, part, channel)
        if posted and (posted.ts or self._has_file(channel, thread, mark)):
            return
        uploads = [_upload(name, content, mark) for name, content in files.items()]
        self._client.files_upload_v2(
            file_uploads=uploads, channel=channel, thread_ts=thread or None, initial_comment=comment or None
        )
        self._records.mark_posted(key, part, channel, mark)

    def _write_once(self, job: Job, part: str, message: Message) -> None:
        """`post_once` in the direct messages of who asked."""
        channel = direct_channel(self._client, job.user)
        if channel:
            self.post_once(job.id, part, channel, "", message)

    def _has_file(self, channel: str, thread: str, mark: str) -> bool:
        names = (file.get("name", "") for message in self._page(channel, thread) for file in message.get("files", ()))
        return any(f"-{mark}." in name for name in names)

    def _page(self, channel: str, thread: str) -> list[dict[str, Any]]:
        """The messages among which one that somebody intended to post is looked for."""
        if thread:
            page = self._client.conversations_replies(channel=channel, ts=thread, include_all_metadata=True, limit=200)
        else:
            page = self._client.conversations_history(channel=channel, include_all_metadata=True, limit=100)
        messages: list[dict[str, Any]] = page["messages"]
        return messages

    def _take_turn(self, key: str, part: str, channel: str, most: float) -> None:
        if self._records.posted(key, part) is None:
            take_turn(self._turns, channel, f"{key}:{part}", most=most)

    def _settled(self, key: str, part: str, channel: str, thread: str) -> str:
        """The timestamp of a part that somebody intended to post; empty when it never got out."""
        give_up = time.monotonic() + self._patience
        while time.monotonic() < give_up:
            posted = self._records.posted(key, part)
            if posted is None or posted.ts:
                return posted.ts if posted else ""
            if time.time() - posted.since > self._lease:
                return self._found(key, part, channel, thread)
            time.sleep(0.01)
        raise Busy(f"Part {part} of {key} is being posted by another process.")

    def _found(self, key: str, part: str, channel: str, thread: str) -> str:
        wanted = metadata_of(key, part)["event_payload"]
        messages = self._page(channel, thread)
        return next((m["ts"] for m in messages if m.get("metadata", {}).get("event_payload") == wanted), "")

    def _post(self, key: str, part: str, channel: str, thread: str, message: Message) -> str:
        for attempt in range(4):
            try:
                response = self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread or None,
                    text=message.text,
                    blocks=message.blocks,
                    metadata=metadata_of(key, part),
                    unfurl_links=False,
                    unfurl_media=False,
                )
                return str(response["ts"])
            except SlackApiError as refused:
                self._mind_limit(refused, key, part, channel)
                if attempt == 3 or not _may_need_time(refused, message):
                    raise
                time.sleep(0.5 * 2**attempt)
        raise AssertionError("unreachable")

    def _mind_limit(self, refused: SlackApiError, key: str, part: str, channel: str) -> None:
        """What Slack has refused for being too much did not get out: it is posted when the channel is free again."""
        seconds = seconds_to_wait(refused)
        if seconds is not None:
            self._turns.hold(channel, seconds)
            self._records.forget_intent(key, part)


def _upload(name: str, content: str | bytes, mark: str) -> dict[str, Any]:
    stem, _, ending = name.rpartition(".")
    return {"content": content, "filename": f"{stem}-{mark}.{ending}", "title": name}


def _file_name(figure: Figure, number: int) -> str:
    return f"figure-{number}.{'gif' if figure.data.startswith(b'GIF8') else 'png'}"


def _may_need_time(refused: SlackApiError, message: Message) -> bool:
    """Slack refuses a message with a picture that it has not finished processing."""
    has_picture = any(block["type"] == "image" for block in message.blocks)
    return has_picture and refused.response["error"] == "invalid_blocks"
