"""What every act in Slack works with: one workspace, its records, and the way to more work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.jobs import Job
from bot.records.attempts import Attempts
from bot.records.heard import Heard
from bot.records.people import People
from bot.records.seed import read_seed
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.workspaces import Workspaces
from bot.replies.directory import Directory
from bot.replies.pacing import Turns
from bot.replies.posting import Poster
from bot.settings import Settings
from bot.words import Words, words_in

Accept = Callable[[Job], None]
Act = Callable[[Job], None]


@dataclass(frozen=True)
class Context:
    """One workspace as the acts see it. `accept` takes a job that an act leads to."""

    client: WebClient
    poster: Poster
    records: Records
    tickets: Tickets
    heard: Heard
    attempts: Attempts
    people: People
    workspaces: Workspaces
    directory: Directory
    settings: Settings
    accept: Accept

    def language(self, team: str, user: str) -> str:
        """The language to speak with a person: their own, or while it is not known that of the workspace."""
        return self.people.language(team, user) or self.workspaces.setup(team).language

    def words_for(self, job: Job) -> Words:
        """The bot's words in the language to speak with the person who did this."""
        return words_in(self.language(job.team, job.user))

    def tutors_words(self, team: str) -> Words:
        """The bot's words in the language of the workspace, for what all tutors read together."""
        return words_in(self.workspaces.setup(team).language)


def make_context(
    client: WebClient, records: Records, settings: Settings, accept: Accept, turns: Turns | None = None
) -> Context:
    workspaces = Workspaces(records, read_seed(settings.setup))
    return Context(
        client=client,
        poster=Poster(client, records, turns=turns),
        records=records,
        tickets=Tickets(records),
        heard=Heard(records),
        attempts=Attempts(records),
        people=People(records),
        workspaces=workspaces,
        directory=Directory(
            client, practicals=settings.practicals_channel, tutors=settings.tutors_channel, workspaces=workspaces
        ),
        settings=settings,
        accept=accept,
    )
