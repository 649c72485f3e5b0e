"""English."""

from bot.words.values import AnswerWords, FileWords, FormWords, GuideWords, SharingWords, Words

ANSWER = AnswerWords(
    source="From",
    maybe_related="Maybe related:",
    declined={
        "not_covered": "I'm not sure: I found nothing in the practicals that answers this.",
        "logistics": "I'm not sure: I only know the practicals, not times, rooms or travel.",
        "exam": "I don't give exam or assignment answers, but I can explain the idea behind one.",
        "small_talk": "Hello! Ask me about the practicals: a concept, an error, or how to write something in JAX.",
        "instruction": "I only answer questions about the practicals, from the practicals' own material.",
    },
    tutor_can_help="A tutor can help.",
    run_this="▶ Run this",
    show_section="Show the section",
    helpful="👍 Helpful",
    not_helpful="👎 Not helpful",
    share="Share to channel",
    ask_tutor="Ask a tutor",
)

FORMS = FormWords(
    close="Cancel",
    starter="Write or paste your code below this line",
    code="Code",
    no_code="Write some code first.",
    ask_title="Ask the practicals",
    ask_submit="Ask",
    question="Your question",
    question_example="Why do we divide by sqrt(d_k)?",
    question_hint="Only you see the answer. You can share it afterwards.",
    no_question="Write your question first.",
    run_title="Run JAX code",
    run_submit="Run",
    run_hint="Everybody here sees the result. The last line's value is shown.",
    or_experiment="…or run an experiment of the practicals:",
    choose_experiment="Choose an experiment",
    run_nothing="Write some code, or choose an experiment below.",
    experiment_title="Run an experiment",
    experiment_hint="Change what you like. Everything has a value already.",
    back_to_code="← Code and all experiments",
    yes="yes",
    no="no",
    between="{help} From {low} to {high}.",
    check_title="Check your code",
    check_submit="Check",
    check_hint="Only you see what is said about it. You can share it afterwards.",
    exercise="Exercise",
    whatever="Whatever is in the code",
    shapes="The shapes, line by line",
    any_code="Any code",
    edit_title="Edit and run",
    loading="One moment…",
    tutor_title="Ask a tutor",
    tutor_submit="Ask a tutor",
    tutor_example="My loss is nan after the first step",
    tutor_code="Code that belongs to it",
    anonymous="Ask without my name",
    anonymous_label="Your name",
    cells_title="Pick a cell",
    cell="Cell",
    choose_cell="Choose a cell",
    before_first="Before the first heading",
    what_to_do="What to do with it",
    with_before="Run it, after all the cells before it",
    alone="Run only this cell",
    check_cell="Check it: only you see the result",
    cells_submit="Go",
    more_cells="This notebook has {count} cells with code. The first {shown} are here.",
)

SHARING = SharingWords(
    share_to_thread="Share to thread",
    share_to_channel="Share to channel",
    shares="<@{user}> shares what came of their check:",
    only_theirs="Only the person who asked for this check can share it.",
    cannot_post="I can't post here: I'm not in this channel. Invite me, and press *Share* once more.",
    edit_and_run="✏️ Edit and run",
    change_values="🎛️ Change values",
    run_again="▶ Run again",
    check_again="🔎 Check again",
    code_changed="You changed the code of this message.",
    only_asker="Only <@{asker}> can run this again from here: it is theirs. You can copy the code into `/run`.",
    gone="I no longer have this code. Send it once more with `/run`.",
    no_code_here=(
        "I see no code in this message. Code stands between two lines of three backticks, or in a `.py` or "
        "`.ipynb` file."
    ),
)

FILES = FileWords(
    offer="You sent `{name}`. What shall I do with it?",
    run_it="▶ Run it",
    check_it="🔎 Check it",
    pick_cell="📓 Pick a cell",
    gone="This file is no longer there.",
    unreadable="I couldn't get `{name}` from Slack. Please try once more.",
    too_big="`{name}` is too big: I read files of at most 1 MB. Clear the notebook's outputs, or send only the code.",
    not_here="This file was not shared in this channel.",
)

GUIDE = GuideWords(
    title="*The practicals*",
    counts="{exercises} exercises to check · {experiments} experiments to run",
    exercises="Exercises",
    experiments="Experiments",
    how="Choose *Exercises* to have your code checked, *Experiments* to see an idea at work.",
    help_intro="Hello! I help with the practicals. Only you see this.",
    help_ask=(
        "*Ask:* write your question in the practicals' channel or to me in a direct message, or use `/ask` "
        "and only you see the answer. Example: `/ask why do we divide by sqrt(d_k)?`"
    ),
    help_run="*Run:* `/run` opens a box for code and the experiments. Example: `/run attention_map heads=4`",
    help_check=(
        "*Check:* `/check` names the mistake in your exercise, or walks through the shapes. Example: `/check "
        "attention q=2,10,64 k=2,12,64 v=2,12,64`"
    ),
    help_tutor="*A person:* `/tutor` asks the tutors, without your name if you like.",
    help_more=(
        "*From any message:* its menu ⋮ has _Run this code_, _Check this code_ and _Ask a tutor_. A `.py` or "
        "`.ipynb` file that you send can be run and checked too."
    ),
    open_ask="Ask a question",
    open_run="Run code",
    open_check="Check code",
    open_practicals="The practicals",
)

WORDS = Words(answer=ANSWER, forms=FORMS, sharing=SHARING, files=FILES, guide=GUIDE)
