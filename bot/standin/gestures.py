"""What people do with the app: commands, buttons, menus and shortcuts. Each waits for the app's acknowledgement."""

from __future__ import annotations

from bot.standin import interactions, replying
from bot.standin.compose import escape
from bot.standin.delivery import Answer
from bot.standin.form import PRESSED, find_element, pressed, state_values, typed
from bot.standin.people_actions import room
from bot.standin.services import Services
from bot.standin.values import Json

Value = str | list[str] | None


async def command(slack: Services, user_name: str, channel_name: str, name: str, text: str) -> Answer:
    """Send a slash command. What Slack itself would say about it is whispered to the person."""
    user = slack.workspace.user(user_name)
    channel = room(slack, user, channel_name)
    if not slack.manifest.has_command(name):
        replying.slackbot(slack, channel, user, f"{name} is not a valid command. Type / to see the commands.")
        return Answer("invalid_command")
    answer = await slack.delivery.request(
        "slash_commands", interactions.command(slack, user, channel, name, escape(text))
    )
    if answer.error:
        replying.slackbot(slack, channel, user, f"{name} failed with the error “{answer.error}”")
    elif answer.payload:
        replying.to_command(slack, channel, user, answer.payload)
    return answer


async def press(
    slack: Services,
    user_name: str,
    channel_name: str,
    ts: str,
    action_id: str,
    value: Value = None,
    block_id: str | None = None,
    form: Json | None = None,
) -> Answer:
    """Press a button or choose a value in a message; `form` holds what the other inputs of the message show."""
    user = slack.workspace.user(user_name)
    channel = room(slack, user, channel_name)
    private = slack.workspace.find_ephemeral(ts)
    message = private if private and private["to"] == user.id else slack.workspace.message(channel.id, ts)
    action, state = _act(slack, message.get("blocks", []), action_id, block_id, value, form)
    payload = interactions.block_action(slack, user, action, state)
    place = interactions.in_message(slack, user, channel, message)
    return await slack.delivery.request("interactive", {**payload, **place})


async def press_in_view(
    slack: Services,
    user_name: str,
    view_id: str,
    action_id: str,
    value: Value = None,
    block_id: str | None = None,
    form: Json | None = None,
) -> Answer:
    user = slack.workspace.user(user_name)
    view = replying.view_of(slack, user, view_id)
    action, state = _act(slack, view["blocks"], action_id, block_id, value, form)
    view["state"] = {"values": state}
    payload = interactions.block_action(slack, user, action, state)
    return await slack.delivery.request("interactive", {**payload, **interactions.in_view(slack, user, view)})


async def shortcut(
    slack: Services, user_name: str, callback_id: str, channel_name: str | None = None, ts: str | None = None
) -> Answer:
    """A message shortcut when `ts` is given, else a global one."""
    user = slack.workspace.user(user_name)
    if channel_name is None or ts is None:
        return await slack.delivery.request("interactive", interactions.global_shortcut(slack, user, callback_id))
    channel = room(slack, user, channel_name)
    message = slack.workspace.message(channel.id, ts)
    payload = interactions.message_shortcut(slack, user, callback_id, channel, message)
    return await slack.delivery.request("interactive", payload)


def _act(
    slack: Services, blocks: list[Json], action_id: str, block_id: str | None, value: Value, form: Json | None
) -> tuple[Json, Json]:
    block, element = find_element(blocks, action_id, block_id)
    given = dict(form or {})
    if element["type"] in PRESSED:
        return interactions.action_of(slack, block, element, pressed(element, value)), state_values(blocks, given)
    inside = given.get(block["block_id"])
    given[block["block_id"]] = {**(inside if isinstance(inside, dict) else {}), action_id: value}
    state = typed(element, value)
    return interactions.action_of(slack, block, element, state), state_values(blocks, given)
