"""Français."""

from bot.words.values import AnswerWords, PaneWords, Words

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

PANE = PaneWords(
    greeting=(
        "Bonjour ! Pose-moi une question sur les travaux pratiques : une notion, une erreur, ou du code JAX. "
        "Je réponds à partir des travaux pratiques et je te montre la section.\n"
        "Écris `run attention_map` pour lancer une expérience. Colle du code entre deux lignes de trois accents "
        "graves, et je te propose de l'exécuter ou de le vérifier."
    ),
    status="cherche dans les travaux pratiques…",
    prompts_title="Essaie une de ces questions",
    prompts={
        "Transformers & Attention": {
            "scale": "Pourquoi divise-t-on par sqrt(d_k) ?",
            "qkv": "Que sont les queries, les keys et les values ?",
            "mask": "Qu'est-ce qu'un masque, et comment construire un masque causal ?",
            "positions": "Pourquoi un transformer a-t-il besoin d'encodages positionnels ?",
        },
        "Introduction to ML using JAX": {
            "vmap": "Que fait vmap ?",
            "keys": "Comment fonctionnent les clés aléatoires en JAX ?",
            "jit": "Que fait jit, et qu'est-ce que le tracing ?",
            "descent": "Qu'est-ce que la descente de gradient ?",
        },
        "Array Algebra": {
            "broadcasting": "Qu'est-ce que le broadcasting ?",
            "shape": "Qu'est-ce que la forme (shape) d'un tableau ?",
            "reshape": "Comment fonctionne reshape, et que veut dire -1 ?",
            "transpose": "Que fait transpose ?",
        },
        "Graph Neural Networks": {
            "messages": "Comment fonctionne le passage de messages, étape par étape ?",
            "gcn": "Qu'est-ce qu'une couche GCN ?",
            "self_edges": "Pourquoi ajoute-t-on des boucles (self edges) ?",
            "graphs_tuple": "Qu'est-ce qu'un GraphsTuple de jraph ?",
        },
        "Reinforcement Learning": {
            "policy": "Qu'est-ce qu'une politique (policy) ?",
            "search": "Qu'est-ce que la recherche aléatoire de politique ?",
            "reinforce": "Comment fonctionne REINFORCE, étape par étape ?",
            "replay": "Qu'est-ce qu'un replay buffer, et à quoi sert-il ?",
        },
        "Deep Generative Models": {
            "score": "Qu'est-ce que la fonction score ?",
            "forward": "Qu'est-ce que le processus de diffusion direct ?",
            "schedule": "Que sont betas, alphas et alphas_cumprod ?",
            "noise": "Pourquoi le réseau prédit-il le bruit et non l'image propre ?",
        },
        "Bayesian Deep Learning": {
            "learning": "Qu'est-ce que l'apprentissage bayésien, et pourquoi l'utiliser ?",
            "prior": "Qu'est-ce qu'un a priori, et que veut dire alpha ?",
            "predictive": "Qu'est-ce que la distribution prédictive a posteriori ?",
            "elbo": "Qu'est-ce que l'ELBO ?",
        },
    },
    code_offer="C'est du code. Que dois-je en faire ?",
    run_code="▶ Exécuter",
    check_code="Vérifier",
)

WORDS = Words(answer=ANSWER, pane=PANE)
