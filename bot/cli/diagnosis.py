"""`tutor doctor`: each part of the installation, in order or with what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.extras import EXTRAS, missing
from bot.cli.files import print_json
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from bot.records.workspaces import Workspaces


@dataclass(frozen=True)
class Finding:
    """One part: `ok` with what was found, or what to do. A `warning` does not fail the doctor."""

    name: str
    ok: bool
    detail: str
    warning: bool = False


def doctor(as_json: bool) -> int:
    """Look at everything, print each finding; 0 when all is in order, 1 otherwise."""
    try:
        settings = read_settings()
    except SettingsError as problem:
        findings = [Finding("settings", False, str(problem))]
    else:
        findings = [finding for look in _LOOKS for finding in look(settings)]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = "✓" if finding.ok else "!" if finding.warning else "✗"
            print(f"{mark} {finding.name}: {finding.detail}")
    return 0 if all(finding.ok or finding.warning for finding in findings) else 1


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding("settings", True, f"data in {settings.data}")


def _packages(settings: Settings) -> Iterator[Finding]:
    for extra in EXTRAS:
        lacking = missing(extra)
        advice = f"{', '.join(lacking)} not installed. Unless this machine runs only the bot: "
        advice += f"pip install 'indaba-tutor[{extra}]'"
        yield Finding(f"packages ({extra})", not lacking, advice if lacking else "installed", warning=True)


def _tokens(settings: Settings) -> Iterator[Finding]:
    if settings.many_workspaces:
        yield _installed(settings)
        return
    if not settings.slack_bot_token and not settings.slack_app_token:
        advice = "no tokens: only tutor demo works. For real Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README)."
        yield Finding("slack", False, advice, warning=True)
        return
    yield _bot_token(settings)
    yield _app_token(settings)


def _installed(settings: Settings) -> Finding:
    from bot.installations import Installations
    from bot.records.database import DatabaseError, open_database

    if not settings.slack_signing_secret:
        return Finding("slack workspaces", False, "SLACK_SIGNING_SECRET is not set. It is under Basic Information.")
    try:
        engine = open_database(settings.database)
    except DatabaseError as problem:
        return Finding("slack workspaces", False, str(problem))
    names = Installations(settings.slack_client_id, engine).names()
    engine.dispose()
    if not names:
        return Finding("slack workspaces", True, "none has installed the tutor yet; the link ends with /slack/install")
    return Finding("slack workspaces", True, ", ".join(names))


def _bot_token(settings: Settings) -> Finding:
    from slack_sdk.errors import SlackApiError

    from bot.replies.client import make_client

    if not settings.slack_bot_token:
        return Finding(
            "slack bot token",
            False,
            "SLACK_BOT_TOKEN is not set. It is under OAuth & Permissions and starts with xoxb-.",
        )
    try:
        answer = make_client(settings, retries=0).auth_test()
    except SlackApiError as refused:
        advice = "Copy it again from OAuth & Permissions, or install the app to the workspace again."
        return Finding("slack bot token", False, f"Slack says {refused.response['error']}. {advice}")
    except OSError as unreachable:
        return Finding("slack bot token", False, f"{settings.slack_api_url} can't be reached ({unreachable}).")
    lacking = sorted(_wanted_scopes() - _granted_scopes(answer.headers))
    if lacking and "x-oauth-scopes" in {name.lower() for name in answer.headers}:
        advice = "Add them under OAuth & Permissions and install the app again."
        return Finding("slack bot token", False, f"scopes missing: {', '.join(lacking)}. {advice}")
    return Finding("slack bot token", True, f"{answer['user']} in {answer['team']}")


def _granted_scopes(headers: dict[str, str]) -> set[str]:
    granted = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return {scope.strip() for scope in granted.split(",")}


def _wanted_scopes() -> set[str]:
    manifest = json.loads((Path(__file__).parents[1] / "manifest.json").read_text(encoding="utf-8"))
    return set(manifest["oauth_config"]["scopes"]["bot"])


def _app_token(settings: Settings) -> Finding:
    from slack_sdk.errors import SlackApiError

    from bot.replies.client import make_client

    if not settings.slack_app_token:
        advice = (
            "SLACK_APP_TOKEN is not set. Make one under Basic Information, App-Level Tokens, with connections:write."
        )
        return Finding("slack app token", False, advice, warning=bool(settings.slack_signing_secret))
    try:
        make_client(settings, retries=0).apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as refused:
        return Finding(
            "slack app token", False, f"Slack says {refused.response['error']}. Make a new one with connections:write."
        )
    except OSError as unreachable:
        return Finding("slack app token", False, f"{settings.slack_api_url} can't be reached ({unreachable}).")
    return Finding("slack app token", True, "Socket Mode works")


def _setup(settings: Settings) -> Iterator[Finding]:
    from bot.records.seed import read_seed

    try:
        seed = read_seed(settings.setup)
    except SettingsError as problem:
        yield Finding("setup file", False, str(problem))
        return
    if settings.setup:
        found = f"{settings.setup}, {len(seed.schedule)} practicals in the schedule"
        yield Finding("setup file", True, f"{found}; what an admin saves in Slack wins")


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.slack_bot_token:
        return
    from slack_sdk.errors import SlackApiError

    from bot.replies.client import make_client
    from bot.replies.directory import Directory

    directory = Directory(
        make_client(settings, retries=0),
        practicals=settings.practicals_channel,
        tutors=settings.tutors_channel,
        workspaces=_set_ups(settings),
    )
    for role in ("practicals", "tutors"):
        try:
            yield Finding(f"channel {role}", True, getattr(directory, role))
        except (LookupError, SlackApiError, OSError) as problem:
            yield Finding(f"channel {role}", False, str(problem))


def _set_ups(settings: Settings) -> Workspaces | None:
    """What admins have set up; None when that can't be read, which other findings say."""
    from bot.records.database import DatabaseError, open_database
    from bot.records.seed import read_seed
    from bot.records.store import Records
    from bot.records.workspaces import Workspaces

    try:
        return Workspaces(Records(open_database(settings.database)), read_seed(settings.setup))
    except (DatabaseError, SettingsError):
        return None


def _broker(settings: Settings) -> Iterator[Finding]:
    from redis.exceptions import RedisError

    from bot import app

    address = app.broker_address(settings)
    try:
        version = app.broker_version(settings)
        yield Finding("broker", True, f"{version} at {address}")
    except RedisError as problem:
        if settings.redis_url:
            yield Finding("broker", False, f"TUTOR_REDIS_URL={address} does not answer ({problem}).")
        else:
            yield Finding("broker", True, "embedded; it starts with tutor demo or tutor up")


def _database(settings: Settings) -> Iterator[Finding]:
    from bot.records.database import DatabaseError, open_database

    try:
        engine = open_database(settings.database)
    except DatabaseError as problem:
        yield Finding("database", False, str(problem))
    else:
        yield Finding("database", True, engine.url.render_as_string(hide_password=True))
        engine.dispose()


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(next(p for p in (settings.data, *settings.data.parents) if p.exists())).free / 2**30
    yield Finding("disk", free > 1, f"{free:.1f} GB free" + ("" if free > 1 else "; free at least 1 GB"))


def _index(settings: Settings) -> Iterator[Finding]:
    if missing("knowledge"):
        return
    from knowledge.answering import Answerer
    from knowledge.errors import KnowledgeError

    if not settings.index_folder.exists():
        yield Finding("index", True, "not built yet; the first start builds it from the built-in material")
        return
    try:
        answerer = Answerer.open(settings.index_folder)
    except KnowledgeError as problem:
        yield Finding("index", False, str(problem))
    else:
        yield Finding("index and model", True, answerer.description())


def _sandbox(settings: Settings) -> Iterator[Finding]:
    if missing("runners"):
        return
    from bot.cli.running import make_sandbox

    with make_sandbox(settings) as sandbox:
        for layer in sandbox.layers():
            yield Finding(f"sandbox: {layer.name}", layer.in_force, layer.detail, warning=True)


_LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _settings,
    _packages,
    _tokens,
    _setup,
    _channels,
    _broker,
    _database,
    _disk,
    _index,
    _sandbox,
)
