"""Français."""

from bot.words.pulse_fr import PULSE
from bot.words.values import AnswerWords, Words

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

WORDS = Words(answer=ANSWER, pulse=PULSE)
