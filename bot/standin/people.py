"""Who is in the Indaba workspace and which channels there are at the start."""

from __future__ import annotations

from dataclasses import replace

from bot.standin.settings import BOT_USER
from bot.standin.values import Channel, User, UserGroup

_LEARNERS = (
    ("U0AMINA001", "amina", "Amina Diallo", "Africa/Dakar", "#1264a3"),
    ("U0THABO001", "thabo", "Thabo Mokoena", "Africa/Johannesburg", "#2b8a3e"),
    ("U0WANJIRU1", "wanjiru", "Wanjiru Kamau", "Africa/Nairobi", "#ad3e7a"),
    ("U0CHIDI001", "chidi", "Chidi Okafor", "Africa/Lagos", "#b35900"),
)
_TUTORS = (
    ("U0GRACE001", "grace", "Grace Mensah", "Africa/Accra", "#5f3dc4"),
    ("U0YOUSSEF1", "youssef", "Youssef El Amrani", "Africa/Casablanca", "#0b7285"),
)
_ORGANISERS = (("U0FATOU001", "fatou", "Fatou Ndiaye", "Africa/Dakar", "#9c36b5"),)
_TITLES = {"youssef": "Tutor and practical lead", "fatou": "Organiser and workspace admin"}


def default_users(bot_name: str) -> list[User]:
    people = [_person(row, "learner") for row in _LEARNERS] + [_person(row, "tutor") for row in _TUTORS]
    people += [replace(_person(row, "organiser"), admin=True) for row in _ORGANISERS]
    bot = User(BOT_USER, bot_name.lower().replace(" ", "-"), bot_name, "bot", "App", "Africa/Accra", "#4a154b")
    return [*people, bot]


def default_channels(users: list[User]) -> list[Channel]:
    everyone = [user.id for user in users]
    tutors = [user.id for user in users if user.role in ("tutor", "bot")]
    rooms = [
        Channel("C0PRACTICE", "practicals", "channel", everyone, "Questions about the practicals: ask here"),
        Channel("C0TUTORS01", "tutors", "group", tutors, "For tutors: open questions from learners"),
        Channel("C0GENERAL1", "general", "channel", list(everyone), "Announcements and hello"),
    ]
    return rooms + [_direct(user) for user in users if user.role != "bot"]


def default_groups() -> list[UserGroup]:
    return [UserGroup("S0TUTORS01", "tutors", "Tutors", [row[0] for row in _TUTORS])]


def _person(row: tuple[str, str, str, str, str], role: str) -> User:
    identity, name, real_name, timezone, color = row
    return User(identity, name, real_name, role, _TITLES.get(name, role.capitalize()), timezone, color)


def _direct(user: User) -> Channel:
    return Channel(f"D{user.id[1:]}", "", "im", [user.id, BOT_USER], "", user=user.id)
