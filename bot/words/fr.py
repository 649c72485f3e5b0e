"""Français."""

from bot.words.values import AnswerWords, FileWords, FormWords, GuideWords, SharingWords, Words

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

FORMS = FormWords(
    close="Annuler",
    starter="Écris ou colle ton code sous cette ligne",
    code="Le code",
    no_code="Écris d'abord un peu de code.",
    ask_title="Poser une question",
    ask_submit="Demander",
    question="Ta question",
    question_example="Pourquoi divise-t-on par la racine de d_k ?",
    question_hint="Toi seul vois la réponse. Tu peux la partager ensuite.",
    no_question="Écris d'abord ta question.",
    run_title="Exécuter du code JAX",
    run_submit="Exécuter",
    run_hint="Tout le monde ici voit le résultat. La valeur de la dernière ligne est affichée.",
    or_experiment="…ou lance une expérience des travaux pratiques :",
    choose_experiment="Choisir une expérience",
    run_nothing="Écris du code, ou choisis une expérience plus bas.",
    experiment_title="Lancer une expérience",
    experiment_hint="Change ce que tu veux. Tout a déjà une valeur.",
    back_to_code="← Code et toutes les expériences",
    yes="oui",
    no="non",
    between="{help} De {low} à {high}.",
    check_title="Vérifier ton code",
    check_submit="Vérifier",
    check_hint="Toi seul vois ce qui en est dit. Tu peux le partager ensuite.",
    exercise="L'exercice",
    whatever="Ce qui est dans le code",
    shapes="Les formes, ligne par ligne",
    any_code="N'importe quel code",
    edit_title="Modifier et exécuter",
    loading="Un instant…",
    tutor_title="Demander à un tuteur",
    tutor_submit="Demander",
    tutor_example="Ma perte est nan dès le premier pas",
    tutor_code="Le code qui va avec",
    anonymous="Demander sans mon nom",
    anonymous_label="Ton nom",
    cells_title="Choisir une cellule",
    cell="La cellule",
    choose_cell="Choisir une cellule",
    before_first="Avant le premier titre",
    what_to_do="Que faire avec",
    with_before="L'exécuter, après toutes celles d'avant",
    alone="Exécuter seulement cette cellule",
    check_cell="La vérifier : toi seul vois le résultat",
    cells_submit="C'est parti",
    more_cells="Ce notebook a {count} cellules de code. Voici les {shown} premières.",
)

SHARING = SharingWords(
    share_to_thread="Partager dans le fil",
    share_to_channel="Partager dans le canal",
    shares="<@{user}> partage le résultat de sa vérification :",
    only_theirs="Seule la personne qui a demandé cette vérification peut la partager.",
    cannot_post=(
        "Je ne peux pas écrire ici : je ne suis pas dans ce canal. Invite-moi, puis appuie encore sur *Partager*."
    ),
    edit_and_run="✏️ Modifier et exécuter",
    change_values="🎛️ Changer les valeurs",
    run_again="▶ Exécuter encore",
    check_again="🔎 Vérifier encore",
    code_changed="Tu as changé le code de ce message.",
    only_asker="Seul <@{asker}> peut relancer ceci d'ici : c'est à lui ou elle. Tu peux copier le code dans `/run`.",
    gone="Je n'ai plus ce code. Envoie-le encore une fois avec `/run`.",
    no_code_here=(
        "Je ne vois pas de code dans ce message. Le code est entre deux lignes de trois accents graves, ou "
        "dans un fichier `.py` ou `.ipynb`."
    ),
)

FILES = FileWords(
    offer="Tu as envoyé `{name}`. Qu'est-ce que j'en fais ?",
    run_it="▶ Exécuter",
    check_it="🔎 Vérifier",
    pick_cell="📓 Choisir une cellule",
    gone="Ce fichier n'est plus là.",
    unreadable="Je n'ai pas pu obtenir `{name}` de Slack. Essaie encore une fois.",
    too_big=(
        "`{name}` est trop gros : je lis des fichiers de 1 Mo au plus. Efface les sorties du notebook, ou "
        "envoie seulement le code."
    ),
    not_here="Ce fichier n'a pas été partagé dans ce canal.",
)

GUIDE = GuideWords(
    title="*Les travaux pratiques*",
    counts="{exercises} exercices à vérifier · {experiments} expériences à lancer",
    exercises="Exercices",
    experiments="Expériences",
    how="Choisis *Exercices* pour faire vérifier ton code, *Expériences* pour voir une idée à l'œuvre.",
    help_intro="Bonjour ! Je t'aide pour les travaux pratiques. Toi seul vois ceci.",
    help_ask=(
        "*Demander :* écris ta question dans le canal des travaux pratiques ou en message direct, ou utilise "
        "`/ask` et toi seul vois la réponse. Exemple : `/ask pourquoi divise-t-on par la racine de d_k ?`"
    ),
    help_run=(
        "*Exécuter :* `/run` ouvre une boîte pour le code et les expériences. Exemple : `/run attention_map heads=4`"
    ),
    help_check=(
        "*Vérifier :* `/check` nomme l'erreur dans ton exercice, ou suit les formes pas à pas. Exemple : "
        "`/check attention q=2,10,64 k=2,12,64 v=2,12,64`"
    ),
    help_tutor="*Une personne :* `/tutor` demande aux tuteurs, sans ton nom si tu veux.",
    help_more=(
        "*Depuis un message :* son menu ⋮ propose _Run this code_, _Check this code_ et _Ask a tutor_. Un "
        "fichier `.py` ou `.ipynb` que tu envoies peut aussi être exécuté et vérifié."
    ),
    open_ask="Poser une question",
    open_run="Exécuter du code",
    open_check="Vérifier du code",
    open_practicals="Les travaux pratiques",
)

WORDS = Words(answer=ANSWER, forms=FORMS, sharing=SHARING, files=FILES, guide=GUIDE)
