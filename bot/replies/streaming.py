"""An answer that grows in the assistant pane while it is written, and is whole at the end whatever dies in between.

A stream can't be asked what it holds, and a call whose answer is lost may have been carried out. So what is sent is
written down before the call as not sure, and after it as sure; when it isn't, the last step closes the stream and
puts the whole answer in its place.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.records.streams import Stream, Streams
from bot.replies.context import Context
from bot.replies.posting import Busy, metadata_of
from bot.views.blocks import MARKDOWN_TEXT, Block, Message
from bot.views.text import clip, defuse

log = logging.getLogger(__name__)

_PART = "reply"
_OVER = {"message_not_in_streaming_state", "stopped_by_user"}
_UNCLEAR = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class StreamedAnswers:
    """Streams through a client that never repeats a call: what was repeated would be read twice."""

    def __init__(self, context: Context, *, patience: float = 2.0) -> None:
        client = context.client
        self._client = client
        self._once = WebClient(client.token, base_url=client.base_url, timeout=5, retry_handlers=[])
        self._poster = context.poster
        self._records = context.records
        self._streams = Streams(context.records)
        self._patience = patience

    def show(self, job: Job, written: str) -> None:
        """Show what is `written` of the answer so far. It is a courtesy: whatever goes wrong is only logged."""
        text = defuse(clip(written, MARKDOWN_TEXT))
        if not text:
            return
        self._streams.begin(job.id)
        with self._streams.held(job.id) as held:
            if not held:
                return
            stream = self._streams.of(job.id) or Stream()
            try:
                self._go_on(job, stream, text)
            except (SlackApiError, OSError) as failed:
                log.warning("What is written of %s is not shown: %s", job.id, failed)

    def finish(self, job: Job, thread: str, message: Message) -> None:
        """Complete the answer where it grew, or post it where nothing did. Raises `Busy`; then try again."""
        if self._streams.of(job.id) is None:
            self._poster.post_once(job.id, _PART, job.channel, thread, message)
            return None
        give_up = time.monotonic() + self._patience
        while time.monotonic() < give_up:
            with self._streams.held(job.id) as held:
                if held:
                    return self._complete(job, thread, message)
            time.sleep(0.02)
        raise Busy(f"The stream of {job.id} is written to by another process.")

    def _go_on(self, job: Job, stream: Stream, text: str) -> None:
        if stream.sure and text.startswith(stream.sent):
            self._append(job, stream, text)
        elif not stream.sent and self._records.intend_post(job.id, _PART, job.channel) is None:
            self._start(job, text)

    def _start(self, job: Job, text: str) -> None:
        try:
            started = self._once.chat_startStream(
                channel=job.channel,
                thread_ts=job.thread,
                markdown_text=f"{text} ",
                recipient_team_id=job.team,
                recipient_user_id=job.user,
            )
        except SlackApiError as refused:
            if _surely_refused(refused):
                self._records.forget_intent(job.id, _PART)
            raise
        self._records.mark_posted(job.id, _PART, job.channel, started["ts"])
        self._streams.note(job.id, Stream(text, sure=True))

    def _append(self, job: Job, stream: Stream, text: str) -> None:
        piece = text[len(stream.sent) :].strip()
        posted = self._records.posted(job.id, _PART)
        if not piece or posted is None:
            return
        self._streams.note(job.id, Stream(text, sure=False))
        try:
            self._once.chat_appendStream(channel=job.channel, ts=posted.ts, markdown_text=f"{piece} ")
        except SlackApiError as refused:
            self._streams.note(job.id, Stream(stream.sent, sure=_surely_refused(refused)))
            raise
        self._streams.note(job.id, Stream(text, sure=True))

    def _complete(self, job: Job, thread: str, message: Message) -> None:
        posted = self._records.posted(job.id, _PART)
        ts = posted.ts or self._lost(job, thread) if posted else ""
        if ts:
            self._close(job, ts, self._streams.of(job.id) or Stream(), message)
            self._records.mark_posted(job.id, _PART, job.channel, ts)
            return
        if posted:
            self._records.forget_intent(job.id, _PART)
        self._poster.post_once(job.id, _PART, job.channel, thread, message)

    def _close(self, job: Job, ts: str, stream: Stream, message: Message) -> None:
        """End the stream with what is missing below what it holds, or with the whole message in its place."""
        first, below = message.blocks[0], message.blocks[1:]
        text = str(first.get("text", "")) if first["type"] == "markdown" else ""
        if stream.sure and text.startswith(stream.sent):
            rest = text[len(stream.sent) :].strip()
            if self._stop(job, ts, rest, below):
                return
        else:
            self._stop(job, ts)
        self._poster.update(job.channel, ts, message)

    def _stop(self, job: Job, ts: str, rest: str = "", below: list[Block] | None = None) -> bool:
        """Whether the stream was still open, and is closed now."""
        more: dict[str, Any] = {"markdown_text": rest or None, "blocks": below or None}
        try:
            self._client.chat_stopStream(channel=job.channel, ts=ts, metadata=metadata_of(job.id, _PART), **more)
        except SlackApiError as refused:
            if refused.response["error"] not in _OVER:
                raise
            return False
        return True

    def _lost(self, job: Job, thread: str) -> str:
        """The stream of a process that died before it could write down where it stands; empty when there is none."""
        page = self._client.conversations_replies(
            channel=job.channel, ts=thread, oldest=job.message, include_all_metadata=True, limit=200
        )
        found: list[dict[str, Any]] = page["messages"]
        return next((m["ts"] for m in found if self._is_nobodys(job, m)), "")

    def _is_nobodys(self, job: Job, message: dict[str, Any]) -> bool:
        """Every other message of the bot carries metadata or a file, or is known."""
        if not message.get("bot_id") or message.get("metadata") or message.get("files"):
            return False
        return message["ts"] > job.message and not self._records.is_posted(job.channel, message["ts"])


def _surely_refused(refused: SlackApiError) -> bool:
    """Whether Slack did nothing at all."""
    status, error = refused.response.status_code, str(refused.response.get("error", ""))
    return status == 429 or (status == 200 and error not in _UNCLEAR)
