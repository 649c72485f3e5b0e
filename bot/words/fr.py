"""Français."""

from bot.words.values import AnswerWords, ListeningWords, Words

ANSWER = AnswerWords(
    source="Source :",
    maybe_related="Peut-être utile :",
    declined={
        "not_covered": "Je ne suis pas sûr : je n'ai rien trouvé dans les travaux pratiques qui réponde à cela.",
        "logistics": "Je ne suis pas sûr : je connais les travaux pratiques, pas les horaires ni les salles.",
        "exam": "Je ne donne pas les réponses d'examen ou de devoir, mais je peux expliquer l'idée derrière.",
        "small_talk": "Bonjour ! Pose-moi une question sur une notion, une erreur ou du code JAX.",
        "instruction": "Je réponds seulement aux questions sur les travaux pratiques, à partir de leur contenu.",
    },
    tutor_can_help="Un tuteur peut t'aider.",
    run_this="▶ Exécuter",
    show_section="Voir la section",
    helpful="👍 Utile",
    not_helpful="👎 Pas utile",
    share="Partager dans le canal",
    ask_tutor="Demander à un tuteur",
)

LISTENING = ListeningWords(
    offer="Veux-tu que je cherche dans les travaux pratiques ?",
    yes="Oui, merci",
    no="Non merci",
    looking="🔎 Je cherche. La réponse arrive dans le fil de ton message.",
    declined="D'accord. Mentionne-moi quand tu veux que je cherche.",
    gone="Ton message n'est plus là : il n'y a rien à chercher. Pose ta question quand tu veux.",
)

WORDS = Words(answer=ANSWER, listening=LISTENING)
