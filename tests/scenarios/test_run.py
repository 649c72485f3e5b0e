"""`/run`: output, values, shapes and pictures come back to the thread."""

from __future__ import annotations

from importlib.metadata import version

from tests.scenarios.conftest import Json, Tutor
from tests.support import eventually, shown_text

FENCE = "```"


def run(tutor: Tutor, code: str, user: str = "amina") -> Json:
    """The reply in the thread of the message that says what is run."""
    known = {m["ts"] for m in tutor.slack.messages("practicals")}
    tutor.slack.command(user, "practicals", "/run", code)
    request = tutor.find("practicals", lambda m: m["ts"] not in known and "runs:" in shown_text(m))
    return tutor.reply(request["ts"])


def fenced(code: str) -> str:
    return f"{FENCE}\n{code}\n{FENCE}"


def test_a_snippet_shows_output_value_and_shapes(tutor: Tutor) -> None:
    text = shown_text(run(tutor, fenced("import jax.numpy as jnp\nx = jnp.ones((2, 3))\nprint('hello')\nx.sum()")))
    assert "Done" in text
    assert "hello" in text
    assert "6." in text
    assert "`x` float32[2,3]" in text


def test_a_figure_is_uploaded_and_shown_with_alt_text(tutor: Tutor) -> None:
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.title('Squares grow')\nplt.show()"
    reply = run(tutor, fenced(code))
    images = [block for block in reply["blocks"] if block["type"] == "image"]
    assert len(images) == 1
    assert "Squares grow" in images[0]["alt_text"]
    about, content = tutor.slack.file(images[0]["slack_file"]["id"])
    assert content.startswith(b"\x89PNG")
    assert about["mimetype"] == "image/png"


def test_a_picture_file_is_shown_as_well(tutor: Tutor) -> None:
    reply = run(tutor, fenced("from PIL import Image\nImage.new('L', (40, 30)).save('grey.gif')"))
    (image,) = [block for block in reply["blocks"] if block["type"] == "image"]
    about, content = tutor.slack.file(image["slack_file"]["id"])
    assert "grey.gif" in image["alt_text"] and content.startswith(b"GIF8") and about["name"].endswith(".gif")


def test_long_output_is_cut_in_the_message_and_attached_whole(tutor: Tutor) -> None:
    reply = run(tutor, fenced("for i in range(2000): print('line', i)"))
    assert "characters left out" in shown_text(reply)
    thread = reply["thread_ts"]
    with_file = eventually(lambda: [m for m in tutor.slack.messages("practicals", thread) if m.get("files")])[0]
    _, content = tutor.slack.file(with_file["files"][0]["id"])
    assert content.decode().splitlines() == [f"line {i}" for i in range(2000)]


def test_help_names_the_libraries_with_their_versions(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.command("amina", "practicals", "/run", "help")
    text = shown_text(tutor.whisper("amina", "practicals", before))
    assert f"jax {version('jax')}" in text and f"haiku {version('dm-haiku')}" in text and "attention_map" in text


def test_an_error_names_the_line_and_not_our_frames(tutor: Tutor) -> None:
    text = shown_text(run(tutor, fenced("import jax.numpy as jnp\na = jnp.ones((2, 3))\na @ a")))
    assert "on line 3" in text
    assert "&gt; 3 | a @ a" in text
    assert "Traceback" not in text
    assert "site-packages" not in text


def test_a_loop_that_never_ends_is_stopped(tutor: Tutor) -> None:
    text = shown_text(run(tutor, fenced("while True: pass")))
    assert "took too long" in text


def test_code_without_a_fence_runs(tutor: Tutor) -> None:
    assert "42" in shown_text(run(tutor, "print(6 * 7)"))


def test_the_first_experiment_draws_its_picture(tutor: Tutor) -> None:
    reply = run(tutor, "attention_map")
    assert any(block["type"] == "image" for block in reply["blocks"])


def test_the_section_about_an_experiment_is_one_press_away(tutor: Tutor) -> None:
    reply = run(tutor, "attention_map tokens=5")
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.press("thabo", "practicals", reply["ts"], "explain_experiment")
    assert "standard deviation" in shown_text(tutor.whisper("thabo", "practicals", before))


def test_the_guide_of_an_experiment_has_its_example_one_press_away(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("chidi", "practicals"))
    tutor.slack.command("chidi", "practicals", "/run", "attention_map help")
    guide = tutor.whisper("chidi", "practicals", before)
    assert "a whole number from 1 to 8; 2 if not given" in shown_text(guide)
    tutor.slack.press("chidi", "practicals", guide["ts"], "run_experiment")
    request = tutor.find(
        "practicals", lambda m: "U0CHIDI001" in shown_text(m) and "attention_map heads=4" in shown_text(m)
    )
    assert any(block["type"] == "image" for block in tutor.reply(request["ts"])["blocks"])


def test_a_wrong_experiment_suggests_the_nearest_to_the_asker_only(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.command("amina", "practicals", "/run", "atention_map")
    assert "attention_map" in shown_text(tutor.whisper("amina", "practicals", before))


def test_mentions_in_output_are_harmless(tutor: Tutor) -> None:
    text = shown_text(run(tutor, fenced("print('<!channel> <@U0GRACE001>')")))
    assert "<!channel>" not in text
    assert "<@U0GRACE001>" not in text.split("runs:")[-1]


def test_code_in_a_message_runs_from_its_menu(tutor: Tutor) -> None:
    ts = tutor.slack.post("chidi", "practicals", f"Look at this:\n{fenced('print(1 < 2)')}")
    tutor.slack.shortcut("amina", "run_code", "practicals", ts)
    assert "True" in shown_text(tutor.reply(ts))
