"""The stand-in's limits are Slack's, as slack_sdk publishes them: what just fits is taken, one more is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    MarkdownBlock,
    Option,
    OptionGroup,
    OverflowMenuElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement, InteractiveElement
from slack_sdk.models.views import View

from bot.standin import Standin

Json = dict[str, Any]
Make = Callable[[int], Json]
_FIELD_CHARACTERS = 2000
_STACK = 3


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def option(label: int = 1, value: int = 1, number: int = 0) -> Json:
    return {"text": plain(label), "value": f"{number:0{value}}"}


def button(**changes: Any) -> Json:
    return {"type": "button", "text": plain(1), "action_id": "a", **changes}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**changes: Any) -> Json:
    return actions({"type": "static_select", "action_id": "s", "placeholder": plain(1), **changes})


def confirm(**changes: Any) -> Json:
    parts = {"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1), **changes}
    return actions(button(confirm=parts))


def several(count: int) -> list[Json]:
    return [option(value=4, number=number) for number in range(count)]


def image(**changes: Any) -> Json:
    return {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "x", **changes}


def address(length: int) -> str:
    return "https://example.org/".ljust(length, "x")


IN_MESSAGES: dict[str, tuple[Make, int]] = {
    "section's text": (lambda n: {"type": "section", "text": plain(n)}, SectionBlock.text_max_length),
    "fields": (lambda n: {"type": "section", "fields": [plain(1)] * n}, SectionBlock.fields_max_length),
    "a field's text": (lambda n: {"type": "section", "fields": [plain(n)]}, _FIELD_CHARACTERS),
    "block_id": (lambda n: {"type": "divider", "block_id": "x" * n}, Block.block_id_max_length),
    "header": (lambda n: {"type": "header", "text": plain(n)}, HeaderBlock.text_max_length),
    "actions": (lambda n: actions(*(button(action_id=str(i)) for i in range(n))), ActionsBlock.elements_max_length),
    "context": (lambda n: {"type": "context", "elements": [plain(1)] * n}, ContextBlock.elements_max_length),
    "image's address": (lambda n: image(image_url=address(n)), ImageBlock.image_url_max_length),
    "image's alt text": (lambda n: image(alt_text="x" * n), ImageBlock.alt_text_max_length),
    "image's title": (lambda n: image(title=plain(n)), ImageBlock.title_max_length),
    "markdown": (lambda n: {"type": "markdown", "text": "x" * n}, MarkdownBlock.text_max_length),
    "button's text": (lambda n: actions(button(text=plain(n))), ButtonElement.text_max_length),
    "button's value": (lambda n: actions(button(value="x" * n)), ButtonElement.value_max_length),
    "button's address": (lambda n: actions(button(url=address(n))), ButtonElement.url_max_length),
    "action_id": (lambda n: actions(button(action_id="x" * n)), InteractiveElement.action_id_max_length),
    "confirm's title": (lambda n: confirm(title=plain(n)), ConfirmObject.title_max_length),
    "confirm's text": (lambda n: confirm(text=plain(n)), ConfirmObject.text_max_length),
    "confirm's yes": (lambda n: confirm(confirm=plain(n)), ConfirmObject.confirm_max_length),
    "confirm's no": (lambda n: confirm(deny=plain(n)), ConfirmObject.deny_max_length),
    "options": (lambda n: select(options=several(n)), StaticSelectElement.options_max_length),
    "option's text": (lambda n: select(options=[option(label=n)]), Option.label_max_length),
    "option's value": (lambda n: select(options=[option(value=n)]), Option.value_max_length),
    "groups": (
        lambda n: select(option_groups=[{"label": plain(1), "options": [option()]}] * n),
        StaticSelectElement.option_groups_max_length,
    ),
    "a group's label": (
        lambda n: select(option_groups=[{"label": plain(n), "options": [option()]}]),
        OptionGroup.label_max_length,
    ),
    "a group's options": (
        lambda n: select(option_groups=[{"label": plain(1), "options": several(n)}]),
        OptionGroup.options_max_length,
    ),
    "placeholder": (
        lambda n: select(options=[option()], placeholder=plain(n)),
        InputInteractiveElement.placeholder_max_length,
    ),
    "overflow": (
        lambda n: actions({"type": "overflow", "action_id": "o", "options": several(n)}),
        OverflowMenuElement.options_max_length,
    ),
}


def view(**changes: Any) -> Json:
    return {"type": "modal", "title": plain(1), "submit": plain(1), "blocks": [{"type": "divider"}], **changes}


def asked(**changes: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "t"}
    return view(blocks=[{"type": "input", "label": plain(1), "element": element, **changes}])


IN_VIEWS: dict[str, tuple[Make, int]] = {
    "title": (lambda n: view(title=plain(n)), View.title_max_length),
    "submit": (lambda n: view(submit=plain(n)), View.submit_max_length),
    "close": (lambda n: view(close=plain(n)), View.close_max_length),
    "blocks": (lambda n: view(blocks=[{"type": "divider"}] * n), View.blocks_max_length),
    "private_metadata": (lambda n: view(private_metadata="x" * n), View.private_metadata_max_length),
    "callback_id": (lambda n: view(callback_id="x" * n), View.callback_id_max_length),
    "label": (lambda n: asked(label=plain(n)), InputBlock.label_max_length),
    "hint": (lambda n: asked(hint=plain(n)), InputBlock.hint_max_length),
}


@pytest.fixture(scope="module")
def slack() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def client(slack: Standin) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


def error_of(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as refusal:
        call()
    return str(refusal.value.response["error"])


@pytest.mark.parametrize("name", IN_MESSAGES)
def test_a_message_takes_just_so_much(client: WebClient, name: str) -> None:
    make, most = IN_MESSAGES[name]
    client.chat_postMessage(channel="C0GENERAL1", text="fallback", blocks=[make(most)])
    too_much = [make(most + 1)]
    post = lambda: client.chat_postMessage(channel="C0GENERAL1", text="fallback", blocks=too_much)  # noqa: E731
    assert error_of(post) == "invalid_blocks"


@pytest.mark.parametrize("name", IN_VIEWS)
def test_a_view_takes_just_so_much(slack: Standin, client: WebClient, name: str) -> None:
    make, most = IN_VIEWS[name]

    def open_view(size: int) -> object:
        return client.views_open(trigger_id=slack._slack.triggers.issue("U0AMINA001"), view=make(size))

    open_view(most)
    assert error_of(lambda: open_view(most + 1)) == "invalid_arguments"
    slack._slack.workspace.stacks.clear()


def test_three_views_lie_on_each_other_and_no_fourth(slack: Standin, client: WebClient) -> None:
    trigger = slack._slack.triggers.issue
    client.views_open(trigger_id=trigger("U0THABO001"), view=view())
    for _ in range(_STACK - 1):
        client.views_push(trigger_id=trigger("U0THABO001"), view=view())
    assert error_of(lambda: client.views_push(trigger_id=trigger("U0THABO001"), view=view())) == "push_limit_reached"


def test_metadata_has_its_size(client: WebClient) -> None:
    def post(size: int) -> object:
        metadata = {"event_type": "e", "event_payload": {"text": "x" * size}}
        return client.chat_postMessage(channel="C0GENERAL1", text="fallback", metadata=metadata)

    post(15_000)
    assert error_of(lambda: post(16_001)) == "metadata_too_large"
