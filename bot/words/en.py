"""English."""

from bot.words.values import AnswerWords, ListeningWords, Words

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

LISTENING = ListeningWords(
    offer="Want me to look in the practicals?",
    yes="Yes, please",
    no="No thanks",
    looking="🔎 I'm looking. The answer comes in the thread of your message.",
    declined="All right. Mention me when you want me to look.",
    gone="Your message is gone, so there is nothing to look for. Ask again whenever you like.",
)

WORDS = Words(answer=ANSWER, listening=LISTENING)
