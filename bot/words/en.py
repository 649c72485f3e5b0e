"""English."""

from bot.words.values import (
    AnswerWords,
    CheckWords,
    ErasingWords,
    ExperimentWords,
    HomeWords,
    NoticeWords,
    RunWords,
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
    only_tutors="Only tutors can do that. They are the members of the tutors' channel.",
    no_tutors="I can't reach the tutors' channel, so nobody was asked yet. "
    "Please tell an organiser or a tutor in the room.",
    tutor_asked="I've asked the tutors: <{link}|your question>. One of them will answer there.",
    escalated="Ticket {number} in the tutors' channel now carries this thread.",
    press_again="Slack closed the form before it was ready. Please press the button once more.",
    already_claimed="{tutor} has claimed ticket {number} already.",
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
    how_to_check="*Check it* shows how to have your answer checked. Only you see the result.",
    check_with="Send this anywhere in Slack, with your code below it between two lines of three backticks. "
    "Only you see the result.",
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

WORDS = Words(
    answer=ANSWER, run=RUN, check=CHECK, experiment=EXPERIMENT, wait=WAIT, notice=NOTICE, home=HOME, erasing=ERASING
)
