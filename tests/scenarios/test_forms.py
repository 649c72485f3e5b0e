"""Forms: a command without text, the gallery, the exercises, sharing, and running again."""

from __future__ import annotations

from typing import Any

from bot.jobs import Job, natural_key
from bot.records.people import People
from bot.records.values import Person
from tests.scenarios.conftest import Json, Tutor
from tests.scenarios.test_check import NOT_SCALED
from tests.scenarios.test_run import fenced, run
from tests.support import eventually, shown_text
from workers.celeryapp import configure
from workers.dispatch import Dispatcher

SCALED = "transformers.scaled_dot_product_attention"


def opened(tutor: Tutor, user: str, command: str) -> Json:
    """The form that a command without text opens."""
    tutor.slack.command(user, "practicals", command)
    return tutor.slack.views(user)[-1]


def submit(tutor: Tutor, user: str, **values: Any) -> dict[str, str]:
    return tutor.slack.submit_view(user, tutor.slack.views(user)[-1]["id"], values)


def requested(tutor: Tutor, words: str) -> Json:
    return tutor.find("practicals", lambda m: "runs:" in shown_text(m) and words in shown_text(m))


def buttons(message: Json) -> list[str]:
    return [e["action_id"] for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]


def test_code_from_the_form_runs_with_its_indentation(tutor: Tutor) -> None:
    opened(tutor, "amina", "/run")
    assert submit(tutor, "amina", code="for i in range(2):\n\tif i:\n\t\tprint('form', i*2*3)") == {}
    assert tutor.slack.views("amina") == []
    reply = tutor.reply(requested(tutor, "'form'")["ts"])
    assert "form 6" in shown_text(reply)


def test_an_empty_box_is_told_at_the_box(tutor: Tutor) -> None:
    opened(tutor, "amina", "/run")
    assert "code" in submit(tutor, "amina")
    tutor.slack.close_view("amina", tutor.slack.views("amina")[-1]["id"])


def test_an_experiment_is_chosen_changed_and_run(tutor: Tutor) -> None:
    view = opened(tutor, "thabo", "/run")
    form = {"code": "print('kept')"}
    tutor.slack.press_in_view("thabo", view["id"], "choose_experiment", "attention_map", form=form)
    eventually(lambda: tutor.slack.views("thabo")[-1]["title"]["text"] == "attention_map")
    assert "at most 8" in submit(tutor, "thabo", **{"attention_map.heads": "99"})["attention_map.heads"]
    assert submit(tutor, "thabo", **{"attention_map.heads": "3", "attention_map.causal": "true"}) == {}
    reply = tutor.reply(requested(tutor, "attention_map heads=3 causal=true")["ts"])
    assert any(block["type"] == "image" for block in reply["blocks"])


def test_an_experiment_that_ran_is_changed_in_its_thread(tutor: Tutor) -> None:
    reply = run(tutor, "attention_map tokens=5 heads=3", user="wanjiru")
    tutor.slack.press("amina", "practicals", reply["ts"], "change_experiment")
    assert submit(tutor, "amina", **{"attention_map.heads": "1"}) == {}
    second = eventually(lambda: tutor.replies(reply["thread_ts"])[1:])[0]
    assert "<@U0AMINA001> runs" in shown_text(second)
    assert "attention_map tokens=5 heads=1" in shown_text(second)


def test_the_way_back_from_an_experiment_keeps_the_code(tutor: Tutor) -> None:
    view = opened(tutor, "thabo", "/run")
    code = "print('still here')"
    tutor.slack.press_in_view("thabo", view["id"], "choose_experiment", "einsum", form={"code": code})
    tutor.slack.press_in_view("thabo", view["id"], "back_to_code")
    eventually(lambda: code in str(tutor.slack.views("thabo")[-1]["blocks"]))
    assert submit(tutor, "thabo") == {}
    assert "still here" in shown_text(tutor.reply(requested(tutor, "still here")["ts"]))


def check(tutor: Tutor, user: str, exercise: str, code: str) -> Json:
    """The private verdict on code that was put into the form."""
    before = len(tutor.slack.ephemerals(user, "practicals"))
    view = opened(tutor, user, "/check")
    tutor.slack.press_in_view(user, view["id"], "exercise", exercise, form={"code": code})
    assert submit(tutor, user, exercise=exercise) == {}
    return verdict_after(tutor, user, before)


def verdict_after(tutor: Tutor, user: str, before: int) -> Json:
    """What a check says, which may come after the word that it takes long."""
    said = tutor.whisper(user, "practicals", before)
    return tutor.whisper(user, "practicals", before + 1) if shown_text(said).startswith("⏳") else said


def test_an_exercise_is_chosen_and_its_verdict_is_private_until_it_is_shared(tutor: Tutor) -> None:
    public = len(tutor.slack.messages("practicals"))
    verdict = check(tutor, "chidi", SCALED, NOT_SCALED)
    assert "Not yet" in shown_text(verdict)
    assert len(tutor.slack.messages("practicals")) == public
    tutor.slack.press("chidi", "practicals", verdict["ts"], "next_hint")

    tutor.slack.press("chidi", "practicals", verdict["ts"], "share_check")
    shared = tutor.find("practicals", lambda m: "<@U0CHIDI001> shares" in shown_text(m))
    assert "Not yet" in shown_text(shared)
    assert shown_text(shared).count("💡") == 1
    assert "next_hint" not in buttons(shared)

    tutor.slack.press("chidi", "practicals", verdict["ts"], "share_check")
    eventually(lambda: len([c for c in tutor.slack.calls("chat.update") if c["args"].get("ts") == shared["ts"]]))
    assert len([m for m in tutor.slack.messages("practicals") if "<@U0CHIDI001> shares" in shown_text(m)]) == 1


def test_the_exercise_that_is_chosen_is_shown(tutor: Tutor) -> None:
    view = opened(tutor, "amina", "/check")
    tutor.slack.press_in_view("amina", view["id"], "exercise", SCALED)
    eventually(lambda: "scaled_dot_product_attention(query, key, value)" in str(tutor.slack.views("amina")))
    assert "code" in submit(tutor, "amina")
    tutor.slack.close_view("amina", view["id"])


def test_whatever_is_in_the_code_and_its_shapes_can_be_checked(tutor: Tutor) -> None:
    assert "scaled_dot_product_attention" in shown_text(check(tutor, "amina", "whatever", NOT_SCALED))
    walk = check(tutor, "amina", "shapes", "import jax.numpy as jnp\nx = jnp.ones((2, 3)) @ jnp.ones((4, 5))")
    assert "Cause:" in shown_text(walk)
    tutor.slack.press("amina", "practicals", walk["ts"], "share_check")
    tutor.find("practicals", lambda m: "<@U0AMINA001> shares" in shown_text(m) and "Cause:" in shown_text(m))


def test_a_question_from_the_form_is_answered_to_its_asker_only(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("wanjiru", "practicals"))
    opened(tutor, "wanjiru", "/ask")
    assert submit(tutor, "wanjiru", question="what does vmap do?") == {}
    assert "vmap" in shown_text(tutor.whisper("wanjiru", "practicals", before))


def test_a_tutor_is_asked_with_code(tutor: Tutor) -> None:
    opened(tutor, "wanjiru", "/tutor")
    assert submit(tutor, "wanjiru", question="why is my form loss nan?", code="loss / 0") == {}
    card = tutor.find("tutors", lambda m: "form loss nan" in shown_text(m))
    assert "loss / 0" in shown_text(card)


def test_practicals_lead_to_the_forms(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.command("thabo", "practicals", "/practicals")
    guide = tutor.whisper("thabo", "practicals", before)
    press = next(e for b in guide["blocks"] if b["type"] == "actions" for e in b["elements"] if "Graph" in e["value"])
    block = next(b for b in guide["blocks"] if press in b.get("elements", ()))
    tutor.slack.press("thabo", "practicals", guide["ts"], "open_check", block_id=block["block_id"])
    view = tutor.slack.views("thabo")[-1]
    assert view["blocks"][0]["element"]["option_groups"][1]["label"]["text"] == "Graph Neural Networks"
    tutor.slack.close_view("thabo", view["id"])


def test_help_is_short_and_private(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.command("thabo", "practicals", "/help", "me")
    assert "/run" in shown_text(tutor.whisper("thabo", "practicals", before))


def test_a_form_speaks_the_learners_language(tutor: Tutor) -> None:
    people = People(tutor.records)
    try:
        people.save("T0INDABA01", "U0CHIDI001", Person(language="fr"))
        opened(tutor, "chidi", "/ask")
        eventually(lambda: tutor.slack.views("chidi")[-1]["title"]["text"] == "Poser une question")
        assert submit(tutor, "chidi", question=" ")["question"] == "Écris d'abord ta question."
        tutor.slack.close_view("chidi", tutor.slack.views("chidi")[-1]["id"])
    finally:
        people.save("T0INDABA01", "U0CHIDI001", Person())


def test_a_run_is_edited_and_run_by_its_asker_only(tutor: Tutor) -> None:
    reply = run(tutor, fenced("print('before the edit')"))
    tutor.slack.press("thabo", "practicals", reply["ts"], "edit_run")
    eventually(lambda: "Only <@U0AMINA001>" in str(tutor.slack.views("thabo")[-1]["blocks"]))
    tutor.slack.close_view("thabo", tutor.slack.views("thabo")[-1]["id"])

    tutor.slack.press("amina", "practicals", reply["ts"], "edit_run")
    eventually(lambda: "before the edit" in str(tutor.slack.views("amina")[-1]["blocks"]))
    assert submit(tutor, "amina", code="print('after the edit', 6*7)") == {}
    second = eventually(lambda: tutor.replies(reply["thread_ts"])[1:])[0]
    assert "print('after the edit', 6*7)" in shown_text(second)
    assert "after the edit 42" in shown_text(second)


def ran_from_its_menu(tutor: Tutor, user: str, code: str) -> tuple[str, str]:
    """A message with code that ran from its menu: its ts, and the id of its exchange."""
    ts = tutor.slack.post(user, "practicals", fenced(code))
    tutor.slack.shortcut(user, "run_code", "practicals", ts)
    reply = tutor.reply(ts)
    press = next(e for b in reply["blocks"] if b["type"] == "actions" for e in b["elements"])
    return ts, press["value"]


def edited(exchange: str, ts: str, code: str, user: str = "U0AMINA001") -> Job:
    """The job that the listener makes of an edited message with code."""
    key = natural_key(exchange, user, code)
    return Job(key, "code_edited", "T0INDABA01", "C0PRACTICE", user, fenced(code), ts, ts, data={"exchange": exchange})


def test_edited_code_is_offered_to_run_again(tutor: Tutor) -> None:
    ts, exchange = ran_from_its_menu(tutor, "amina", "print('first version')")
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    accept(tutor, edited(exchange, ts, "print('second version', 2)"))
    offer = tutor.whisper("amina", "practicals", before)
    assert offer["thread_ts"] == ts
    tutor.slack.press("amina", "practicals", offer["ts"], "run_again")
    second = eventually(lambda: tutor.replies(ts)[1:])[0]
    assert "second version 2" in shown_text(second)
    eventually(lambda: "run_again" not in str(tutor.slack.ephemerals("amina", "practicals")))


def test_run_again_that_is_pressed_twice_runs_once(tutor: Tutor) -> None:
    ts, exchange = ran_from_its_menu(tutor, "amina", "print('before it is pressed twice')")
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    accept(tutor, edited(exchange, ts, "print('pressed twice')"))
    offer = tutor.whisper("amina", "practicals", before)
    with tutor.paused("replies"):
        for _ in range(2):
            tutor.slack.press("amina", "practicals", offer["ts"], "run_again")
    eventually(lambda: "pressed twice" in shown_text(tutor.replies(ts)[1]))
    eventually(
        lambda: "run_again" not in str(tutor.slack.ephemerals("amina", "practicals")) and not tutor.ledger.open()
    )
    assert len(tutor.replies(ts)) == 2


def test_nothing_is_offered_for_the_same_code_or_to_somebody_else(tutor: Tutor) -> None:
    ts, exchange = ran_from_its_menu(tutor, "amina", "print('only one version')")
    before = {user: len(tutor.slack.ephemerals(user, "practicals")) for user in ("amina", "thabo")}
    accept(tutor, edited(exchange, ts, "print('only one version')"))
    accept(tutor, edited(exchange, ts, "print('not theirs')", user="U0THABO001"))
    accept(tutor, edited("no such exchange", ts, "print(0)"))
    accept(tutor, edited(exchange, ts, "print('a version that is offered')"))
    tutor.whisper("amina", "practicals", before["amina"])
    assert len(tutor.slack.ephemerals("amina", "practicals")) == before["amina"] + 1
    assert len(tutor.slack.ephemerals("thabo", "practicals")) == before["thabo"]


def accept(tutor: Tutor, job: Job) -> None:
    Dispatcher(configure(tutor.machine.broker_url), tutor.ledger).accept(job)


def test_a_message_without_code_gets_one_sentence(tutor: Tutor) -> None:
    ts = tutor.slack.post("thabo", "practicals", "Good morning everybody!")
    for shortcut in ("run_code", "check_code"):
        before = len(tutor.slack.ephemerals("amina", "practicals"))
        tutor.slack.shortcut("amina", shortcut, "practicals", ts)
        assert "no code in this message" in shown_text(tutor.whisper("amina", "practicals", before))
    assert tutor.replies(ts) == []


def test_a_message_is_checked_from_its_menu_in_private_and_shared_to_its_thread(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", f"is this right, menu?\n{fenced(NOT_SCALED)}")
    before = len(tutor.slack.ephemerals("wanjiru", "practicals"))
    tutor.slack.shortcut("wanjiru", "check_code", "practicals", ts)
    verdict = verdict_after(tutor, "wanjiru", before)
    assert "Not yet" in shown_text(verdict)
    tutor.slack.press("wanjiru", "practicals", verdict["ts"], "share_check")
    eventually(lambda: [m for m in tutor.replies(ts) if "<@U0WANJIRU1> shares" in shown_text(m)])
