"""English."""

from bot.words.values import AnswerWords, CardWords, SummaryWords, TicketWords, Words

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
    member="🔗 Ticket {number} is answered together with {head}.",
    members="🔗 Your answer there also goes to: {tickets}",
    snooze_quarter="Snooze 15 minutes",
    snooze_hour="Snooze 1 hour",
    snooze_morning="Snooze until tomorrow morning",
    give_back="Give back",
    escalate="Escalate to the leads",
    learner_wrote="✍️ The learner has written in <{link}|the thread>.",
    not_solved_yet="↩️ The learner says that it is not solved yet.",
    not_theirs="This is for the tutors and for who asked.",
    not_possible="That is no longer possible: the card shows how ticket {number} stands.",
    already_claimed="{tutor} has claimed ticket {number} already.",
    press_again="Slack closed the form before it was ready. Please press the button once more.",
    handed_on="Ticket {number} is handed on to {leads}.",
    handed_on_already="Ticket {number} was handed on already.",
    nobody_leads=(
        "Nobody is set as lead for {practical}, so ticket {number} stays with the tutors. "
        "Mention somebody in its card's thread, or ask an admin to set the leads."
    ),
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

WORDS = Words(answer=ANSWER, ticket=TICKET, card=CARD, summary=SUMMARY)
