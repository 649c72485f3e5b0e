"""English."""

from bot.words.values import (
    AnswerWords,
    CardWords,
    CheckWords,
    ErasingWords,
    ExperimentWords,
    FileWords,
    FormWords,
    FoundWords,
    GuideWords,
    HomeWords,
    KeepWords,
    ListeningWords,
    NoticeWords,
    PaneWords,
    PulseWords,
    ReminderWords,
    RunWords,
    SetupWords,
    SharingWords,
    SummaryWords,
    TicketWords,
    WaitWords,
    Words,
)

ANSWER = AnswerWords(
    source="From",
    cell="cell {first}",
    cells="cells {first}–{last}",
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
    asked="{person} asked: {question}",
    section="The section: {heading}",
    no_text="This section has no text of its own.",
    as_picture="Formulas as a picture",
    formulas="The formulas of the section",
)

RUN = RunWords(
    runs="{person} runs:",
    headlines={
        "ok": "✅ Done",
        "error": "⚠️ Your code raised an error",
        "timeout": "⏱️ Stopped: your code took too long",
        "memory": "🧱 Stopped: your code needed more memory than it may use",
        "output_limit": "✂️ Stopped: your code printed too much",
        "crashed": "💥 Your code ended the Python process",
        "stopped": "⏹️ Stopped, as you asked",
    },
    advice={
        "timeout": "Try fewer steps or a smaller array. A loop that never ends is the usual reason.",
        "memory": "Try a smaller array. A broadcast such as (n, 1) with (1, n) makes n × n numbers.",
        "output_limit": "Print less, for example only every 100th step.",
        "crashed": "Calls such as os._exit, or a fault in native code, end the process.",
    },
    value="Value:",
    arrays="Arrays:",
    more_arrays="and {count} more",
    silent="Your code ran and printed nothing. End with an expression to see its value.",
    on_line="on line {line}",
    see="See:",
)

CHECK = CheckWords(
    verdicts={
        "correct": "✅ Correct. Well done!",
        "incorrect": "🔎 Not yet",
        "error": "⚠️ Your code raised an error",
        "incomplete": "✏️ Something is still to be filled in",
        "timeout": "⏱️ Stopped: your code took too long",
    },
    explained="📕 What this error says",
    one_right="1 of {all} exercises in your code is right.",
    many_right="{right} of {all} exercises in your code are right.",
    shapes="Shapes:",
    shape="{name}: expected ({expected}), got ({got})",
    next_hint="Next hint",
    no_hint="There is no further hint. A tutor can help: press *Ask a tutor*.",
    same_mistake="This is the same mistake as last time, so here is one more hint.",
    clash_on_line="On line {line} this can't be done:",
    clash="This step can't be done:",
    cause="Cause:",
    fix="Fix:",
    fit="The shapes fit.",
    result="Result:",
    they_clash="The shapes clash:",
    one_left_out="… 1 step is left out here …",
    many_left_out="… {count} steps are left out here …",
)

EXPERIMENT = ExperimentWords(
    intro="Send code after `/run`, or the name of an experiment. `/run NAME help` shows what you can change in it.",
    guide="How to use {name}.",
    example="For example:",
    run_example="▶ Run the example",
    default="{range}; {default} if not given",
    cut_short={
        "stopped": "⏹️ Stopped, as you asked. This is how far it came.",
        "timeout": "⏱️ Its time was up. This is how far it came. Smaller values need less time.",
    },
    nothing={
        "stopped": "⏹️ Stopped, as you asked, before there was anything to see.",
        "timeout": "⏱️ It took too long, and there is nothing to see yet. "
        "Please try smaller values, such as fewer steps.",
        "memory": "🧱 It needed more memory than it may use. Please try smaller values.",
    },
    ours="Something went wrong on our side, not in what you sent. Please try once more, or press *Ask a tutor*.",
    done="Done.",
    change="`/run {name} help` shows what you can change",
    read="Read about it",
)

WAIT = WaitWords(
    running="⏳ Still at work. The result will appear here.",
    next="⏳ Yours is next in line. The result will appear here.",
    one_before="⏳ In line: 1 other is before yours. The result will appear here.",
    many_before="⏳ In line: {count} others are before yours. The result will appear here.",
    left="about {seconds} s left",
    stop="⏹ Stop",
    refused="{count} of your runs and checks are waiting already, and they go one after the other. "
    "Please send this one again when one of them is done:",
)

NOTICE = NoticeWords(
    ask_usage="Type a question after `/ask`, for example: `/ask why do we divide by sqrt(d_k)?`",
    run_usage="Type code after `/run`, between two lines of three backticks, or the name of an experiment:\n"
    "```\nimport jax.numpy as jnp\njnp.arange(6).reshape(2, 3)\n```\n"
    "`/run attention_map` draws which token looks at which. "
    "`/run help` lists the libraries and the experiments.",
    check_usage="Type what to check after `/check`:\n"
    "• shapes: `/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8`, or `/check shapes` and any code\n"
    "• an exercise: `/check scaled_dot_product_attention` and your code below it, "
    "between two lines of three backticks",
    tutor_usage="Type your question after `/tutor`, for example: `/tutor my loss is nan after the first step`",
    failures={
        "failed": "Something went wrong on our side, not in your message. It is noted. "
        "Please try once more, or press *Ask a tutor*.",
        "killed": "Your code ended our worker twice, so it was not tried a third time. "
        "Try a smaller version of it, or press *Ask a tutor*.",
    },
    thanks="Thank you. That helps us to improve the answers.",
    sorry="Thank you for telling us. Press *Ask a tutor* under the answer, and a person will help.",
    only_asker="Only {person} can stop this: it is theirs.",
    stopped="⏹️ Stopped before it was done.",
    only_tutors="Only tutors can do that. The organisers decide who is one.",
    no_tutors="I can't reach the tutors' channel, so nobody was asked yet. "
    "Please tell an organiser or a tutor in the room.",
    press_again="Slack closed the form before it was ready. Please press the button once more.",
)

TICKET = TicketWords(
    notice={
        "open": "🙋 I've asked the tutors. One of them will answer here.",
        "claimed": "🙋 {tutor} is looking at this and will answer here.",
        "answered": "💬 {tutor} has answered. Press *Solved* when it is clear.",
        "waiting": "✋ {tutor} needs something from you. Please answer here.",
        "resolved": "✅ Resolved. If something is still unclear, press *Not solved yet*.",
        "reopened": "🙋 I've asked the tutors again. One of them will answer here.",
        "snoozed": "🙋 The tutors will come back to this a little later. Write here if it can't wait.",
        "escalated": "⏫ The leads of the practical look at this now. One of them will answer here.",
    },
    solved="Solved",
    not_solved="Not solved yet",
    marked_solved="Marked as solved. If something is still unclear, press *Not solved yet*.",
    marked_not_solved="The tutors know that it is not solved yet.",
    asked="I've asked the tutors: <{link}|your question>. One of them will answer there.",
    asked_without_name=(
        "🙋 I've asked the tutors without your name: <{link}|your question>. Their answers come to you here."
    ),
    name_is_visible=(
        "Your name can be seen in this thread, so I asked the tutors with it. "
        "To ask without your name, type `/tutor` and your question."
    ),
    asks="{who} asks:",
    somebody_asks="Somebody asks the tutors:",
    asks_about="{who} asks the tutors about `{about}`.",
    somebody_asks_about="Somebody asks the tutors about `{about}`.",
    relayed="💬 {tutor} answers your <{link}|question to the tutors>:",
    reply_here="What you write in this thread goes to the tutors without your name.",
    show_name="Show my name",
    show_name_sure="Everybody in the channel will see that you asked this. It can't be undone.",
    yes="Show it",
    no="Cancel",
    learner_writes="🗨️ The learner writes:",
    named="👤 This question is from {who}.",
    answer_to_several="💬 An answer to several questions, from {tutor}:",
)

CARD = CardWords(
    title="Ticket {number}",
    state={
        "open": "🔴 Open",
        "claimed": "🟡 Claimed by {tutor}",
        "answered": "🟢 Answered by {tutor}",
        "waiting": "🔵 Waits for the learner ({tutor})",
        "resolved": "✅ Resolved by {tutor}",
        "reopened": "🔴 Open again: not solved yet",
        "snoozed": "💤 Put off until {until}",
        "escalated": "🟣 Handed on to the leads",
    },
    a_tutor="a tutor",
    the_learner="the learner",
    asked_ago="asked {ago}",
    escalated_by="⏫ escalated by {who}",
    the_bot="the bot",
    asks="{who} asks:",
    somebody_asks="Somebody asks, without their name:",
    bot_said="The bot said{sure}:",
    sure=" ({percent} sure)",
    found="What the bot found:",
    code="The latest code:",
    attempts="🧪 `{exercise}`: tried {count}×, {outcome}",
    solved_it="then right",
    not_solved_it="not right yet ({mistakes})",
    maybe_related="Maybe related:",
    similar="👥 Similar: {tickets}",
    open_thread="<{link}|Open the thread> and answer there.",
    relayed="What you write there reaches the learner in a direct message.",
    claim="Claim",
    resolve="Resolve",
    wait="Waiting for learner",
    reopen="Reopen",
    keep="📌 Keep as knowledge",
    answer_together="Answer together with {number}",
    take_apart="Answer on its own",
    member="🔗 Ticket {ticket} is answered together with {head}.",
    members="🔗 Your answer there also goes to: {tickets}",
    snooze_quarter="Snooze 15 minutes",
    snooze_hour="Snooze 1 hour",
    snooze_morning="Snooze until tomorrow morning",
    give_back="Give back",
    escalate="Escalate to the leads",
    learner_wrote="✍️ The learner has written in <{link}|the thread>.",
    not_theirs="This is for the tutors and for who asked.",
    not_possible="That is no longer possible: the card shows how ticket {number} stands.",
    already_claimed="{tutor} has claimed ticket {number} already.",
    handed_on="Ticket {number} is handed on to {leads}.",
    handed_on_already="Ticket {number} was handed on already.",
    nobody_leads=(
        "Nobody is set as lead for {practical}, so ticket {number} stays with the tutors. "
        "Mention somebody in its card's thread, or ask an admin to set the leads."
    ),
)

KEEP = KeepWords(
    title="Keep as knowledge",
    submit="Keep",
    about="Learners who ask this later get your answer, with your name. Leave out who asked, and whole solutions.",
    question="The question, in a learner's words",
    answer="The answer",
    author="Who answered",
    missing={"question": "Write the question.", "answer": "Write the answer.", "author": "Write a name."},
    earlier="⚠️ There is an earlier answer to nearly the same question, *{question}*, by {author}, {day}:",
    both_or_one="The earlier answer",
    keep_both="Keep it as well",
    replace="Put mine in its place",
    kept="📌 Kept as knowledge: *{question}*\nLearners who ask this from now on get this answer, from {author}:",
    kept_plain="Kept as knowledge: {question}",
    similar="⚠️ There is an earlier answer to nearly the same question: *{question}*, by {author}. "
    "Withdraw one if they disagree.",
    replaced="It takes the place of an earlier answer: *{question}*, by {author}.",
    withdraw="Withdraw",
    withdraw_earlier="Withdraw the earlier one",
    withdrawn="🗑 Withdrawn by <@{user}>. Nobody gets this answer any more.",
    withdrawn_before="It was withdrawn already.",
)

SUMMARY = SummaryWords(
    to_leads="⏫ {leads}: {who} hands <{link}|ticket {number}> on to you.",
    question="*The question*",
    tried="*What was tried*",
    nothing_tried="Nothing that the bot saw.",
    stands="*Where it stands*",
    claimed_by="{tutor} has it.",
    claimed_by_nobody="Nobody has claimed it.",
    last_messages="*The last messages*",
    tutor="Tutor",
    learner="Learner",
    no_messages="Nobody has written in the thread.",
)

FOUND = FoundWords(
    not_sure="I'm not sure.",
    error="{type} on line {line}: {message}",
    a_traceback="a traceback",
    verdict="{exercise}: {verdict}",
    verdicts={
        "correct": "correct",
        "incorrect": "incorrect",
        "error": "error",
        "incomplete": "incomplete",
        "timeout": "timeout",
    },
    runs={
        "ok": "The code ran.",
        "error": "The code raised an error.",
        "timeout": "The code took too long.",
        "memory": "The code needed too much memory.",
        "output_limit": "The code printed too much.",
        "crashed": "The code ended the Python process.",
        "stopped": "The learner stopped the code.",
    },
)

PANE = PaneWords(
    greeting=(
        "Hello! Ask me about the practicals: a concept, an error, or how to write something in JAX. "
        "I answer from the practicals and show you the section.\n"
        "Write `run attention_map` to run an experiment. Paste code between two lines of three backticks, "
        "and I offer to run or check it."
    ),
    status="is looking in the practicals…",
    prompts_title="Try one of these",
    prompts={
        "Transformers & Attention": {
            "scale": "Why divide by sqrt(d_k)?",
            "qkv": "What are queries, keys and values?",
            "mask": "What is a mask, and how do I build a causal mask?",
            "positions": "Why does a transformer need positional encodings?",
        },
        "Introduction to ML using JAX": {
            "vmap": "What does vmap do?",
            "keys": "How do random keys work in JAX?",
            "jit": "What does jit do, and what is tracing?",
            "descent": "What is gradient descent?",
        },
        "Array Algebra": {
            "broadcasting": "What is broadcasting?",
            "shape": "What is the shape of an array?",
            "reshape": "How does reshape work, and what does -1 mean?",
            "transpose": "What does transpose do?",
        },
        "Graph Neural Networks": {
            "messages": "How does message passing work, step by step?",
            "gcn": "What is a GCN layer?",
            "self_edges": "Why do we add self edges?",
            "graphs_tuple": "What is a jraph GraphsTuple?",
        },
        "Reinforcement Learning": {
            "policy": "What is a policy?",
            "search": "What is random policy search?",
            "reinforce": "How does REINFORCE work, step by step?",
            "replay": "What is a replay buffer, and why is it useful?",
        },
        "Deep Generative Models": {
            "score": "What is the score function?",
            "forward": "What is the forward diffusion process?",
            "schedule": "What is the noise schedule: betas, alphas and alphas_cumprod?",
            "noise": "Why does the network predict the noise and not the clean image?",
        },
        "Bayesian Deep Learning": {
            "learning": "What is Bayesian learning, and why would I use it?",
            "prior": "What is a prior, and what does alpha mean?",
            "predictive": "What is the posterior predictive distribution?",
            "elbo": "What is the ELBO?",
        },
    },
    code_offer="That is code. What shall I do with it?",
    run_code="▶ Run this",
    check_code="Check this",
)

HOME = HomeWords(
    welcome="*Hello! I help with the practicals.*\n"
    "Ask in the practicals channel or write to me here. I answer from the practical material and show you the section.",
    on_now="▶ On now: *{practical}*",
    try_this="*Try this*\n"
    "• `/ask why do we divide by sqrt(d_k)?`\n"
    "• `/run attention_map`\n"
    "• `/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8`\n"
    "• `/tutor` and your question, when you would rather ask a person",
    practicals="Your practicals",
    solved="{solved} of {all} solved",
    tried="{count} tried",
    exercises="Exercises",
    loading="Your exercises are on their way…",
    exercise_new="○ to do",
    exercise_solved="✅ solved",
    one_attempt="1 attempt",
    many_attempts="{count} attempts",
    check="Check it",
    how_to_check="*Check it* opens a box for your code. What I say about it comes in my messages to you.",
    close="Close",
    questions="Your questions to the tutors",
    no_questions="None is open. *Ask a tutor* is under every answer, and `/tutor` asks one at any time.",
    more_questions="and {count} older ones",
    ticket="Ticket {number}",
    a_tutor="a tutor",
    states={
        "open": "🔴 waits for a tutor",
        "claimed": "🟡 {tutor} is looking at it",
        "answered": "🟢 answered by {tutor}",
        "waiting": "💬 {tutor} waits for your answer",
        "resolved": "✅ solved",
        "reopened": "🔴 open again, waits for a tutor",
        "snoozed": "🟡 a tutor comes back to it later",
        "escalated": "🔴 handed on to those who lead the practical",
    },
    settings="Settings",
    language="The language I speak with you",
    automatic="Automatic",
    anonymous="Ask tutors without my name",
    anonymous_help="They see the question, not who asks. Their answer still reaches you.",
)

ERASING = ErasingWords(
    button="Delete my data",
    title="Delete your data?",
    warning="I delete your questions, code, results, attempts, votes and settings, and your name and words in tickets; "
    "open tickets are closed. Messages stay in Slack, and so do answers that tutors kept: they don't name you. "
    "This can't be undone.",
    yes="Delete",
    no="Cancel",
    done="🗑 Your data is deleted: {what}.",
    nothing="🗑 Your data is deleted: there was none but your settings.",
    parts={
        "questions": "questions: {count}",
        "runs": "runs and checks: {count}",
        "attempts": "attempts at exercises: {count}",
        "votes": "votes on answers: {count}",
        "tickets": "tickets without your name and words now: {count}",
    },
    card="🗑 Ticket {number}: the person who asked has deleted their data. There is nothing left to do.",
    thread="✅ Closed.",
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
    cell_taken="I'm on cell {number} of `{name}`.",
    another_cell="📓 Pick another cell",
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

LISTENING = ListeningWords(
    offer="Want me to look in the practicals?",
    yes="Yes, please",
    no="No thanks",
    looking="🔎 I'm looking. The answer comes in the thread of your message.",
    declined="All right, I won't offer again for an hour. Mention me when you want me to look.",
    gone="Your message is gone, so there is nothing to look for. Ask again whenever you like.",
)

SETUP = SetupWords(
    heading="*Set up this workspace*",
    explained="Only workspace admins see this. Each button opens a short form.",
    forms={
        "channels": "Channels and tutors",
        "leads": "Leads",
        "schedule": "Schedule and hours",
        "behaviour": "Tickets and quiet",
    },
    save="Save",
    labels={
        "practicals_channels": "Channels where learners ask",
        "tutors_channel": "Channel of the tutors",
        "tutors_group": "Who is a tutor",
        "language": "Language of the workspace",
        "leads": "Leads",
        "schedule": "Which practical is on when",
        "timezone": "Time zone",
        "opens": "Office hours start",
        "closes": "Office hours end",
        "unclaimed_minutes": "Remind all tutors when nobody claimed, after minutes",
        "unanswered_minutes": "Remind the tutor who claimed, after minutes",
        "escalate_minutes": "Call the practical's leads, after minutes",
        "fold": "Tickets that ask the same",
        "quiet": "Quiet mode",
    },
    hints={
        "practicals_channels": "I answer questions there. Invite me to each of them.",
        "tutors_channel": "Learners' questions for a person come here. A private channel is best.",
        "tutors_group": "Only tutors can claim, answer and keep questions.",
        "language": "For what all tutors read together, and for people whose language I do not know yet.",
        "leads": "Called when a question has waited too long, or when a tutor hands it on.",
        "schedule": "One line each: 2026-08-22 09:00-12:00 Transformers & Attention",
        "timezone": "For the schedule and the office hours, for example Africa/Lagos.",
        "opens": "Leave both empty for the whole day.",
        "closes": "An end before the start is on the next day. Outside office hours nobody is reminded, and the "
        "minutes do not count.",
        "unclaimed_minutes": "Minutes count within office hours only.",
        "unanswered_minutes": "Counted from the question.",
        "escalate_minutes": "Later than both reminders.",
        "fold": "A tutor takes one out again with a press. Tickets with code stay on their own.",
        "quiet": "For talks: I am silent until somebody calls me.",
    },
    leads_of="Leads of {practical}",
    every_practical="every practical",
    by_channel="The members of the tutors' channel",
    no_groups="This workspace has no user groups, so the members of the tutors' channel are the tutors.",
    fold_on="Put them together, so that one answer goes to all",
    quiet_on="Answer only who mentions me, writes to me, or uses a command",
    lacking={
        "practicals": "⚠️ I am in no channel for practicals yet. Choose it under *Channels and tutors*, "
        "then write `/invite @tutor` in that channel.",
        "tutors": "⚠️ I am in no channel of tutors yet, so nobody can be asked. Choose it under "
        "*Channels and tutors*, then write `/invite @tutor` in that channel.",
    },
    only_admins="Only admins of this workspace can set me up.",
    saved="✅ Saved. What is different now:",
    saved_the_same="✅ Saved. Nothing is different.",
    changed="• *{field}*: {before} → {after}",
    invite="⚠️ I am not in {channels} yet. Write `/invite @tutor` there.",
    nothing="nothing",
    yes="on",
    no="off",
    slots="{count} in the schedule",
    hours="Office hours: {opens} to {closes}, {timezone}",
    wrong={
        "unknown": "“{value}” is no setting. There are: {valid}.",
        "channel": "“{value}” is no channel. Write a channel's name or id, such as practicals.",
        "same": "The tutors need a channel of their own: {value} is one where learners ask.",
        "group": "“{value}” is no user group. Write its id, such as S0614TZR7.",
        "person": "“{value}” is no person. Write member ids, such as U0614TZR7.",
        "practical": "“{value}” is no practical, or more than one. There are: {valid}.",
        "line": "“{value}” can't be read. Write a day, a start, a later end and a practical, such as "
        "2026-08-22 09:00-12:00 Transformers & Attention.",
        "many": "There are {value} lines; {valid} are the most.",
        "overlap": "{value} starts before {valid} has ended.",
        "yes_no": "“{value}” is neither true nor false.",
        "minutes": "“{value}” is no whole number of minutes from 1 to 1440.",
        "order": "{value} minutes are too few: the leads are called after both reminders, so later than {valid}.",
        "timezone": "“{value}” is no time zone. Write one such as Africa/Lagos.",
        "time": "“{value}” is no time of day. Write hours and minutes, such as 09:00.",
        "language": "“{value}” is no language that I speak. Write one of: {valid}.",
        "hours": "Office hours can't start and end at the same time, {value}. For the whole day leave both out.",
    },
)

REMINDER = ReminderWords(
    unclaimed="⏰ A learner has waited *{minutes} minutes*, and nobody has claimed the question:",
    unclaimed_many="⏰ *{count} questions* wait, and nobody has claimed them. The longest: *{minutes} minutes*.",
    unanswered="⏰ You claimed this question. The learner has waited *{minutes} minutes* for your answer:",
    unanswered_many="⏰ You claimed *{count} questions* that wait for your answer. The longest: *{minutes} minutes*.",
    without_leads="⏫ This question has waited *{minutes} minutes*, and no lead is set. Can anybody help?",
    without_leads_many="⏫ *{count} questions* wait, the longest *{minutes} minutes*, and no lead is set. "
    "Can anybody help?",
    ticket="Ticket {number}",
    claim="Claim",
    more="… and {count} more in this channel.",
)

PULSE = PulseWords(
    heading="📈 Pulse: {period}",
    titles={"hour": "the last hour", "today": "today", "all": "from the beginning"},
    buttons={"hour": "Last hour", "today": "Today", "all": "Everything"},
    refresh="🔄 Refresh",
    tables="CSV for organisers",
    with_plot="📈 Pulse with plot",
    plot_comes="The plot comes under *Messages*, at the top of this page.",
    only_tutors="Only tutors and admins see the pulse of the room.",
    nothing="No questions and no tickets yet.",
    questions="❓ Questions: *{questions}* · answered: *{answered}* · not answered: *{declined}* · "
    "people who asked: *{learners}*",
    verdicts="👍 *{helpful}* · 👎 *{not_helpful}* · runs: *{runs}* · checks: *{checks}*",
    states={
        "open": "open",
        "claimed": "claimed",
        "answered": "answered",
        "waiting": "waiting for the learner",
        "reopened": "reopened",
        "snoozed": "snoozed",
        "escalated": "escalated",
    },
    queue="🙋 Tickets now: {states}",
    queue_empty="🙋 No ticket is open.",
    waiting="⏳ Waiting for a tutor now: *{count}*, median *{median}*, longest *{longest}*",
    waited="💬 Answered by tutors: *{count}*, median wait *{median}*, longest *{longest}*",
    sections="*Sections with most questions*",
    section="{section} · questions: *{questions}*",
    stuck="*Where learners get stuck*",
    mistake="`{exercise}`: {mistake} Learners: *{learners}*, not solved yet: *{open}*",
    declined="*What I could not answer*",
    not_helpful="*Marked not helpful*",
    alike="“{text}” · questions: *{questions}*, people: *{learners}*",
    alone="Asked by one person each, near “{section}”: *{questions}*",
    elsewhere="Asked by one person each, about something else: *{questions}*",
    because="Not answered: {reasons}",
    reasons={
        "not_covered": "not in the material {count}",
        "logistics": "about times, rooms or travel {count}",
        "exam": "exam or assignment answers {count}",
        "small_talk": "small talk {count}",
        "instruction": "orders to the bot {count}",
        "failed": "our failure {count}",
    },
    plot={
        "title": "Pulse: {period}",
        "questions": "Questions, every {step}",
        "waits": "Wait for a tutor, in minutes",
        "not_answered": "not answered",
        "others": "other practicals",
        "median": "median",
        "longest": "longest",
    },
    alt={
        "questions": "Bars: questions from {start} to {end}, at most {most} in {step}. {counts}.",
        "waits": "Lines: how long tickets waited by the time they were opened, at most {longest}.",
    },
    not_drawn="The plot could not be drawn this time. The numbers are right.",
    tables_sent="The pulse as tables, {period}. Only counts, and no names: 1 or 2 learners are written as &lt;3.",
    tables_told="I have sent you the tables as a direct message.",
    tutors_queue="*The tutors' queue: {count} open*",
    tutors_queue_empty="*The tutors' queue is empty.*",
    more_tickets="and {count} more in the tutors' channel",
)

WORDS = Words(
    answer=ANSWER,
    run=RUN,
    check=CHECK,
    experiment=EXPERIMENT,
    wait=WAIT,
    notice=NOTICE,
    ticket=TICKET,
    card=CARD,
    keep=KEEP,
    summary=SUMMARY,
    found=FOUND,
    setup=SETUP,
    reminder=REMINDER,
    pane=PANE,
    home=HOME,
    erasing=ERASING,
    pulse=PULSE,
    forms=FORMS,
    sharing=SHARING,
    files=FILES,
    guide=GUIDE,
    listening=LISTENING,
)
