"""Messages that answer an interaction: command acknowledgements, response_url posts and Slack's own notices."""

from __future__ import annotations

from bot.standin import conversation
from bot.standin.checks.messages import check_message
from bot.standin.errors import SlackError
from bot.standin.response_urls import Origin
from bot.standin.services import Services
from bot.standin.settings import APP_ID, BOT_ID, BOT_USER
from bot.standin.values import Channel, Json, User

SLACKBOT = "USLACKBOT"


def bot_message(slack: Services, text: str, blocks: list[Json] | None = None) -> Json:
    """A message of the bot with a new timestamp."""
    message: Json = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID}
    message |= {"team": slack.settings.team_id, "text": text, "ts": slack.workspace.next_ts()}
    if blocks:
        message["blocks"] = blocks
    return message


def slackbot(slack: Services, channel: Channel, user: User, text: str) -> None:
    """A notice of Slack itself that only one person sees."""
    notice = {"type": "message", "user": SLACKBOT, "text": text, "ts": slack.workspace.next_ts()}
    conversation.whisper(slack, channel, user.id, notice)


def to_command(slack: Services, channel: Channel, user: User, payload: Json) -> None:
    """The message that came with the acknowledgement of a command; one that Slack refuses becomes a notice."""
    try:
        respond(slack, Origin(user.id, channel.id), payload)
    except SlackError as error:
        slackbot(slack, channel, user, f"The app's answer was refused: {error.code}")


def respond(slack: Services, origin: Origin, body: Json) -> None:
    """Carry out a response_url post. Raises SlackError for content that Slack refuses."""
    channel = slack.workspace.channel(origin.channel)
    if body.get("delete_original"):
        _delete_original(slack, channel, origin)
        return
    blocks = check_message(slack.workspace, body)
    text = str(body.get("text") or "")
    if body.get("replace_original") and origin.ts:
        _replace_original(slack, channel, origin, text, blocks)
        return
    message = bot_message(slack, text, blocks)
    thread_ts = body.get("thread_ts") or origin.thread_ts
    if thread_ts:
        message["thread_ts"] = str(thread_ts)
    if body.get("response_type") == "in_channel":
        conversation.post(slack, channel, message)
    else:
        conversation.whisper(slack, channel, origin.user, message)


def view_of(slack: Services, user: User, view_id: str) -> Json:
    """An open modal or the Home tab of a person. Raises SlackError not_found."""
    home = slack.workspace.homes.get(user.id)
    if home is not None and home["id"] == view_id:
        return home
    if view_id not in slack.workspace.stacks.get(user.id, []):
        raise SlackError("not_found")
    return slack.workspace.views[view_id]


def _delete_original(slack: Services, channel: Channel, origin: Origin) -> None:
    private = slack.workspace.find_ephemeral(origin.ts or "")
    if private is not None:
        slack.workspace.ephemerals.remove(private)
        slack.browsers.push({"kind": "deleted", "channel": channel.id, "ts": origin.ts}, [origin.user])
    elif origin.ts:
        conversation.delete(slack, channel, origin.ts)


def _replace_original(slack: Services, channel: Channel, origin: Origin, text: str, blocks: list[Json]) -> None:
    private = slack.workspace.find_ephemeral(origin.ts or "")
    if private is None:
        conversation.change(slack, channel, origin.ts or "", {"text": text, "blocks": blocks or None})
        return
    private |= {"text": text, "blocks": blocks}
    conversation.pushed(slack, channel, private["ts"], [origin.user])
