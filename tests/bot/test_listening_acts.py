"""What comes of a message, its edit and its deletion, against the stand-in and a database, without workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.values import Ticket
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin
from knowledge.values import Answer, Passage
from tests.support import eventually

AMINA, THABO, GRACE = "U0AMINA001", "U0THABO001", "U0GRACE001"
PLACE = "C0PRACTICE"
PASSAGE = Passage("a.md", (), ("Practical", "Section"), "explanation", 0.5, "", "")


@dataclass
class Room:
    slack: Standin
    records: Records
    desk: Desk
    accepted: list[Job]
    thread: str

    def hear(self, user: str, ts: str, verdict: str = "ask", text: str = "what does vmap do?", **changes: str) -> str:
        """What comes of a message in a thread of Amina's: answer, offer or leave."""
        data = {"verdict": verdict, "parent": AMINA}
        job = Job(f"heard-{ts}", "heard", "T1", PLACE, user, text=text, message=ts, thread=self.thread, data=data)
        self.accepted.clear()
        before = len(self.slack.calls("chat.postEphemeral"))
        self.desk.act(replace(job, **changes))  # type: ignore[arg-type]
        offered = len(self.slack.calls("chat.postEphemeral")) > before
        answers = [job for job in self.accepted if job.kind == "answer"]
        return "answer" if answers else "offer" if offered else "leave"

    def kinds(self) -> list[str]:
        return [job.kind for job in self.accepted]

    def keep(self, kind: str, key: str, user: str = AMINA, text: str = "why?") -> None:
        job = Job(key, kind, "T1", PLACE, user, text=text, message="2.0", thread=self.thread)  # type: ignore[arg-type]
        self.records.keep_exchange(job, {"type": kind, "value": {}})


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        records, accepted = Records(engine), list[Job]()
        thread = slack.post("amina", "practicals", "hm")
        yield Room(slack, records, Desk(make_client(settings), records, settings, accepted.append), accepted, thread)
        engine.dispose()


def test_the_asker_is_answered_in_their_own_thread(room: Room) -> None:
    assert room.hear(AMINA, "2.0") == "answer"
    assert room.kinds() == ["thread_message", "answer"]
    assert room.hear(AMINA, "2.1", "maybe") == "offer"
    assert room.hear(AMINA, "2.2", "leave") == "leave"
    assert room.kinds() == ["thread_message"]


def test_others_are_offered_an_answer_to_a_question_that_is_not_to_somebody(room: Room) -> None:
    assert room.hear(THABO, "2.0") == "offer"
    assert room.hear(THABO, "2.1", "maybe") == "leave"
    assert room.hear(THABO, "2.2", text="did you restart?") == "leave"


def test_who_declined_an_offer_gets_no_other_for_an_hour(room: Room) -> None:
    assert room.hear(AMINA, "2.0", "maybe") == "offer"
    room.desk.act(Job("no", "offer_declined", "T1", PLACE, AMINA, message="2.0", data={"response_url": ""}))
    assert room.hear(AMINA, "2.1", "maybe") == "leave"
    assert room.hear(AMINA, "2.2") == "answer"
    assert room.hear(THABO, "2.3") == "offer"
    assert room.hear(AMINA, "3602.1", "maybe") == "offer"


def test_who_ran_something_in_a_thread_is_answered_there(room: Room) -> None:
    room.keep("run", "r1", THABO)
    assert room.hear(THABO, "2.0") == "answer"


def test_after_another_learners_answer_the_asker_gets_an_offer(room: Room) -> None:
    room.hear(THABO, "2.0", "leave", "me too")
    assert room.hear(AMINA, "2.1") == "answer"
    room.hear(THABO, "2.2", "leave", "you can use jnp.where for that")
    assert room.hear(AMINA, "2.3") == "offer"


def test_after_a_tutor_the_thread_is_left_until_the_bot_is_called(room: Room) -> None:
    room.hear(GRACE, "2.0", "leave", "See section 3.")
    assert room.hear(AMINA, "2.1") == "leave"
    assert room.hear(AMINA, "2.2", addressed=True) == "answer"  # type: ignore[arg-type]
    room.keep("answer", "a1")
    room.records.mark_posted("a1", "reply", PLACE, "2.3")
    assert room.hear(AMINA, "2.4") == "answer"


@pytest.mark.parametrize(("change", "then"), [("claim", "leave"), ("answer", "leave"), ("resolve", "answer")])
def test_a_ticket_that_a_tutor_has_is_left_to_them(room: Room, change: str, then: str) -> None:
    tickets = Tickets(room.records)
    ticket, _ = tickets.open(Ticket(0, "T1", PLACE, room.thread, AMINA, "why?", "open"))
    assert room.hear(AMINA, "2.0") == "answer"
    getattr(tickets, change)(ticket.number, GRACE)
    assert room.hear(AMINA, "2.1") == then


def test_in_a_resolved_thread_where_a_tutor_spoke_the_bot_offers(room: Room) -> None:
    tickets = Tickets(room.records)
    ticket, _ = tickets.open(Ticket(0, "T1", PLACE, room.thread, AMINA, "why?", "open"))
    room.hear(GRACE, "2.0", "leave", "See section 3.")
    tickets.resolve(ticket.number, GRACE)
    assert room.hear(AMINA, "2.1") == "offer"


def test_an_offer_is_made_once(room: Room) -> None:
    assert room.hear(AMINA, "2.0", "maybe") == "offer"
    assert room.hear(AMINA, "2.0", "maybe") == "leave"


def test_without_a_practicals_channel_nobody_is_bothered(tmp_path: Path) -> None:
    with Standin(port=0) as slack:
        settings = read_settings(
            slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path, practicals_channel="nowhere"
        )
        engine = open_database(settings.database)
        accepted: list[Job] = []
        desk = Desk(make_client(settings), Records(engine), settings, accepted.append)
        data = {"verdict": "ask", "parent": ""}
        desk.act(Job("h1", "heard", "T1", PLACE, AMINA, text="why?", message="1.0", data=data))
        assert accepted == slack.calls("chat.postEphemeral") == []
        engine.dispose()


def edit(text: str, verdict: str = "ask", edited: str = "3.0") -> Job:
    data = {"verdict": verdict, "parent": AMINA, "edited": edited}
    return Job("e" + edited, "message_edited", "T1", PLACE, AMINA, text=text, message="2.0", thread="1.0", data=data)


@pytest.mark.parametrize("kind", ["run", "check"])
def test_an_edit_of_code_is_handed_to_who_looks_after_code(room: Room, kind: str) -> None:
    room.keep(kind, "r1")
    room.desk.act(edit("print(2)", "leave"))
    (job,) = room.accepted
    assert (job.kind, job.data, job.text) == ("code_edited", {"exchange": "r1"}, "print(2)")


def test_an_edit_of_a_question_is_answered_in_the_place_of_its_first_answer(room: Room) -> None:
    assert room.hear(AMINA, "2.0") == "answer"
    first = room.accepted[-1].id
    room.keep("answer", first)
    room.accepted.clear()
    room.desk.act(edit("how?"))
    room.desk.act(edit("why?", edited="3.1"))
    room.desk.act(edit("ok thanks", "leave", "3.2"))
    room.desk.act(edit("an old one", edited="2.5"))
    assert [(job.kind, job.text, job.data) for job in room.accepted] == [
        ("answer", "how?", {"edited": "3.0", "updates": first})
    ]


def test_of_two_edits_the_later_one_wins_also_when_it_comes_first(room: Room) -> None:
    room.desk.act(edit("how, exactly?", edited="4.0"))
    room.desk.act(edit("how?", edited="3.0"))
    assert [job.text for job in room.accepted] == ["how, exactly?"]


def result(question: str) -> dict[str, object]:
    answer = Answer("a1", question, abstained=False, confidence=0.9, answer=f"About {question}", passages=(PASSAGE,))
    return {"type": "answer", "value": answer.to_dict(with_text=True)}


def replies(room: Room) -> list[str]:
    return [message["text"] for message in room.slack.messages("practicals", room.thread)]


def test_a_question_that_is_deleted_while_its_answer_goes_out_keeps_none(room: Room) -> None:
    job = Job("a1", "answer", "T1", PLACE, AMINA, text="why?", message=room.thread)
    room.slack.fault("api", "delay", "chat.postMessage", seconds=0.5)
    posting = threading.Thread(target=room.desk.deliver, args=(job, result("why?")))
    posting.start()
    eventually(lambda: room.records.posted("a1", "reply"))
    room.desk.act(Job("d1", "message_deleted", "T1", PLACE, AMINA, message=room.thread))
    posting.join()
    assert replies(room) == []
    assert room.records.exchange("a1") is None


def test_an_answer_to_earlier_words_that_comes_late_does_not_take_the_place(room: Room) -> None:
    first = Job("a1", "answer", "T1", PLACE, AMINA, text="why?", message=room.thread)
    later = replace(first, id="a2", text="how?", data={"edited": "3.0", "updates": "a1"})
    room.desk.deliver(later, result("how?"))
    room.desk.deliver(first, result("why?"))
    assert replies(room) == ["About how?"]
    kept = room.records.exchange("a1")
    assert kept is not None and kept.text == "how?"


def test_an_answer_that_is_overtaken_while_it_goes_out_is_put_right(room: Room) -> None:
    first = Job("a1", "answer", "T1", PLACE, AMINA, text="why?", message=room.thread)
    later = replace(first, id="a2", text="how?", data={"edited": "3.0", "updates": "a1"})
    room.slack.fault("api", "delay", "chat.postMessage", seconds=0.5)
    posting = threading.Thread(target=room.desk.deliver, args=(first, result("why?")))
    posting.start()
    eventually(lambda: room.records.posted("a1", "reply"))
    room.desk.deliver(later, result("how?"))
    posting.join()
    assert replies(room) == ["About how?"]
