"""Every Web API method that the stand-in knows, and the way a call goes through it."""

from __future__ import annotations

from bot.standin.arguments import Arguments
from bot.standin.errors import SlackError
from bot.standin.methods import auth, chat, conversations, files, streams, usergroups, views
from bot.standin.methods.method import Method, check_scope
from bot.standin.published import check_names
from bot.standin.services import Services
from bot.standin.values import Json

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **streams.METHODS,
    **conversations.METHODS,
    **usergroups.METHODS,
    **views.METHODS,
    **files.METHODS,
}


def call(slack: Services, name: str, args: Arguments, token: str | None) -> Json:
    """The answer of a Web API method; a refusal is an answer too."""
    try:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        if name != "api.test" and method.token:
            check_token(slack, method, token)
        check_names(name, args.values)
        check_scope(slack, method, args)
        return {"ok": True, **method.run(slack, args)}
    except SlackError as error:
        return error.to_dict()


def check_token(slack: Services, method: Method, token: str | None) -> None:
    """Raises SlackError not_authed, invalid_auth, account_inactive or not_allowed_token_type."""
    if not token:
        raise SlackError("not_authed")
    if token not in (slack.settings.bot_token, slack.settings.app_token):
        raise SlackError("invalid_auth")
    if token == slack.settings.bot_token and not slack.installing.installed:
        raise SlackError("account_inactive")
    wanted = slack.settings.app_token if method.token == "xapp" else slack.settings.bot_token
    if token != wanted:
        raise SlackError("not_allowed_token_type")
