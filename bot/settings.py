"""Settings: one frozen object, read from the environment once, in the entry points."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(ValueError):
    """A setting has a value that can't be used. The text names it, the value, and the valid ones."""


def _default_data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "indaba-tutor"


def _slack(name: str) -> AliasChoices:
    return AliasChoices(name)


class Settings(BaseSettings):
    """Slack's own names for its tokens; `TUTOR_` before everything else."""

    model_config = SettingsConfigDict(env_prefix="TUTOR_", frozen=True, extra="ignore", populate_by_name=True)

    slack_bot_token: str = Field("", validation_alias=_slack("SLACK_BOT_TOKEN"))
    slack_app_token: str = Field("", validation_alias=_slack("SLACK_APP_TOKEN"))
    slack_signing_secret: str = Field("", validation_alias=_slack("SLACK_SIGNING_SECRET"))
    slack_client_id: str = Field("", validation_alias=_slack("SLACK_CLIENT_ID"))
    slack_client_secret: str = Field("", validation_alias=_slack("SLACK_CLIENT_SECRET"))
    slack_api_url: str = "https://slack.com/api/"

    data: Path = Field(default_factory=_default_data_folder)
    redis_url: str = ""
    database_url: str = ""
    index: Path | None = None
    link_base: str = ""

    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = ""
    llm_seconds: float = Field(8.0, gt=0, le=60)

    setup: Path | None = None
    practicals_channel: str = "practicals"
    tutors_channel: str = "tutors"

    snippet_seconds: float = Field(10.0, gt=0, le=600)
    snippet_memory_mb: int = Field(1024, ge=256, le=65_536)
    snippet_output_kb: int = Field(64, ge=1, le=4_096)
    snippet_figures: int = Field(6, ge=0, le=20)
    snippet_files: int = Field(6, ge=0, le=20)
    snippet_threads: int = Field(64, ge=1, le=1_000)
    snippet_queue: int = Field(5, ge=1, le=100)
    sandbox_size: int = Field(2, ge=1, le=64)
    sandbox: Literal["auto", "strict"] = "auto"

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, token: str) -> str:
        return _of_kind(token, "xoxb-", "a bot token, from *OAuth & Permissions* of the Slack app")

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, token: str) -> str:
        return _of_kind(token, "xapp-", "an app-level token with connections:write, from *Basic Information*")

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("it must start with https:// (or http://127.0.0.1 for the local stand-in)")
        return url if url.endswith("/") else url + "/"

    @field_validator("llm_url")
    @classmethod
    def _llm_url(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError(
                "it must be the address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1"
            )
        return url

    @field_validator("practicals_channel", "tutors_channel")
    @classmethod
    def _channel(cls, name: str) -> str:
        return name.removeprefix("#")

    @property
    def many_workspaces(self) -> bool:
        """Whether workspaces install the tutor themselves, rather than one by its token."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def snippet_limits(self) -> dict[str, Any]:
        """The sandbox's limits, by its own names."""
        return {
            "seconds": self.snippet_seconds,
            "memory_bytes": self.snippet_memory_mb << 20,
            "output_bytes": self.snippet_output_kb << 10,
            "figures": self.snippet_figures,
            "files": self.snippet_files,
            "threads": self.snippet_threads,
        }

    @property
    def index_folder(self) -> Path:
        return self.index or self.data / "index"

    @property
    def programs_folder(self) -> Path:
        """Programs that XLA has compiled for this machine, where the installation has none."""
        return self.data / "programs"

    @property
    def broker_folder(self) -> Path:
        return self.data / "broker"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'tutor.db'}"


def _of_kind(token: str, prefix: str, description: str) -> str:
    if token and not token.startswith(prefix):
        raise ValueError(f"it must start with {prefix} ({description})")
    return token


def _shown(name: str, value: Any) -> str:
    """Tokens are shown by their kind only: an error message ends up in logs."""
    secret = name.startswith("SLACK_") or name.endswith("_KEY")
    return f"{str(value)[:5]}…" if secret else repr(value)


def read_settings(**overrides: Any) -> Settings:
    """The settings from the environment, with `overrides` by field name.

    Raises `SettingsError` with one sentence for the first value that can't be used.
    """
    try:
        return Settings(**overrides)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        field = str(first["loc"][0])
        name = field if field.isupper() else f"TUTOR_{field.upper()}"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}={_shown(name, first['input'])} can't be used: {reason}.") from None
