"""Français."""

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
    source="Source :",
    cell="cellule {first}",
    cells="cellules {first} à {last}",
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
    asked="{person} a demandé : {question}",
    section="La section : {heading}",
    no_text="Cette section n'a pas de texte à elle.",
    as_picture="Les formules en image",
    formulas="Les formules de la section",
)

RUN = RunWords(
    runs="{person} exécute :",
    headlines={
        "ok": "✅ Terminé",
        "error": "⚠️ Ton code a levé une erreur",
        "timeout": "⏱️ Arrêté : ton code a pris trop de temps",
        "memory": "🧱 Arrêté : ton code a demandé plus de mémoire que permis",
        "output_limit": "✂️ Arrêté : ton code a trop affiché",
        "crashed": "💥 Ton code a mis fin au processus Python",
        "stopped": "⏹️ Arrêté, comme tu l'as demandé",
    },
    advice={
        "timeout": "Essaie avec moins d'étapes ou un tableau plus petit. Le plus souvent, c'est une boucle sans fin.",
        "memory": "Essaie un tableau plus petit. Diffuser (n, 1) avec (1, n), par exemple, crée n × n nombres.",
        "output_limit": "Affiche moins, par exemple une étape sur 100.",
        "crashed": "Un appel comme os._exit, ou une faute dans du code natif, met fin au processus.",
    },
    value="Valeur :",
    arrays="Tableaux :",
    more_arrays="et {count} de plus",
    silent="Ton code a tourné sans rien afficher. Termine par une expression pour voir sa valeur.",
    on_line="à la ligne {line}",
    see="À lire :",
)

CHECK = CheckWords(
    verdicts={
        "correct": "✅ C'est juste. Bravo !",
        "incorrect": "🔎 Pas encore",
        "error": "⚠️ Ton code a levé une erreur",
        "incomplete": "✏️ Il reste quelque chose à compléter",
        "timeout": "⏱️ Arrêté : ton code a pris trop de temps",
    },
    explained="📕 Ce que dit cette erreur",
    one_right="1 exercice sur {all} est juste dans ton code.",
    many_right="Exercices justes dans ton code : {right} sur {all}.",
    shapes="Formes :",
    shape="{name} : attendu ({expected}), obtenu ({got})",
    next_hint="Indice suivant",
    no_hint="Il n'y a plus d'indice. Un tuteur peut t'aider : appuie sur *Demander à un tuteur*.",
    same_mistake="C'est la même erreur que la dernière fois, alors voici un indice de plus.",
    clash_on_line="À la ligne {line}, ceci est impossible :",
    clash="Cette étape est impossible :",
    cause="Cause :",
    fix="Solution :",
    fit="Les formes vont ensemble.",
    result="Résultat :",
    they_clash="Les formes ne vont pas ensemble :",
    one_left_out="… 1 étape n'est pas montrée ici …",
    many_left_out="… {count} étapes ne sont pas montrées ici …",
)

EXPERIMENT = ExperimentWords(
    intro="Envoie du code après `/run`, ou le nom d'une expérience. `/run NOM help` montre ce que tu peux y changer.",
    guide="Comment utiliser {name}.",
    example="Par exemple :",
    run_example="▶ Lancer l'exemple",
    default="{range} ; {default} par défaut",
    cut_short={
        "stopped": "⏹️ Arrêtée, comme tu l'as demandé. Voici jusqu'où elle est allée.",
        "timeout": "⏱️ Son temps est écoulé. Voici jusqu'où elle est allée. Des valeurs plus petites vont plus vite.",
    },
    nothing={
        "stopped": "⏹️ Arrêtée, comme tu l'as demandé, avant qu'il y ait quelque chose à voir.",
        "timeout": "⏱️ Cela a pris trop de temps, et il n'y a encore rien à voir. "
        "Essaie des valeurs plus petites, par exemple moins d'étapes.",
        "memory": "🧱 Elle a demandé plus de mémoire que permis. Essaie des valeurs plus petites.",
    },
    ours="Quelque chose n'a pas marché de notre côté, pas dans ce que tu as envoyé. "
    "Essaie encore une fois, ou appuie sur *Demander à un tuteur*.",
    done="Terminé.",
    change="`/run {name} help` montre ce que tu peux changer",
    read="En savoir plus",
)

WAIT = WaitWords(
    running="⏳ C'est en cours. Le résultat apparaîtra ici.",
    next="⏳ C'est bientôt ton tour : tu es en tête de la file. Le résultat apparaîtra ici.",
    one_before="⏳ Dans la file : 1 autre passe avant toi. Le résultat apparaîtra ici.",
    many_before="⏳ Dans la file : {count} autres passent avant toi. Le résultat apparaîtra ici.",
    left="encore {seconds} s environ",
    stop="⏹ Arrêter",
    refused="Tu as déjà {count} exécutions et vérifications en attente, et elles passent l'une après l'autre. "
    "Renvoie celle-ci quand l'une d'elles sera terminée :",
)

NOTICE = NoticeWords(
    ask_usage="Écris une question après `/ask`, par exemple : `/ask pourquoi diviser par sqrt(d_k) ?`",
    run_usage="Écris du code après `/run`, entre deux lignes de trois accents graves, ou le nom d'une expérience :\n"
    "```\nimport jax.numpy as jnp\njnp.arange(6).reshape(2, 3)\n```\n"
    "`/run attention_map` dessine quel mot regarde quel autre. "
    "`/run help` donne la liste des bibliothèques et des expériences.",
    check_usage="Écris ce qu'il faut vérifier après `/check` :\n"
    "• des formes : `/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8`, ou `/check shapes` et ton code\n"
    "• un exercice : `/check scaled_dot_product_attention` et ton code dessous, "
    "entre deux lignes de trois accents graves",
    tutor_usage="Écris ta question après `/tutor`, par exemple : `/tutor ma perte vaut nan dès la première étape`",
    failures={
        "failed": "Quelque chose n'a pas marché de notre côté, pas dans ton message. C'est noté. "
        "Essaie encore une fois, ou appuie sur *Demander à un tuteur*.",
        "killed": "Ton code a arrêté notre machine deux fois, alors il n'a pas été essayé une troisième fois. "
        "Essaie une version plus petite, ou appuie sur *Demander à un tuteur*.",
    },
    thanks="Merci. Cela nous aide à améliorer les réponses.",
    sorry="Merci de nous le dire. Appuie sur *Demander à un tuteur* sous la réponse, et quelqu'un t'aidera.",
    only_asker="Seule la personne qui l'a lancé, {person}, peut l'arrêter.",
    stopped="⏹️ Arrêté avant la fin.",
    only_tutors="Seuls les tuteurs peuvent faire cela. Ce sont les membres du canal des tuteurs.",
    no_tutors="Je n'arrive pas à joindre le canal des tuteurs : personne n'a encore reçu ta question. "
    "Parles-en à un organisateur ou à un tuteur dans la salle.",
    tutor_asked="J'ai prévenu les tuteurs : <{link}|ta question>. L'un d'eux y répondra.",
    escalated="Le ticket {number}, dans le canal des tuteurs, porte maintenant ce fil.",
    press_again="Slack a fermé le formulaire avant qu'il soit prêt. Appuie encore une fois sur le bouton.",
    already_claimed="{tutor} a déjà pris le ticket {number}.",
)

HOME = HomeWords(
    welcome="*Bonjour ! Je t'aide pour les travaux pratiques.*\n"
    "Pose ta question dans le canal des travaux pratiques, ou écris-moi ici. "
    "Je réponds à partir du contenu des travaux pratiques et je te montre la section.",
    on_now="▶ En ce moment : *{practical}*",
    try_this="*Essaie ceci*\n"
    "• `/ask pourquoi diviser par sqrt(d_k) ?`\n"
    "• `/run attention_map`\n"
    "• `/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8`\n"
    "• `/tutor` et ta question, si tu préfères demander à quelqu'un",
    practicals="Tes travaux pratiques",
    solved="{solved} sur {all} réussis",
    tried="essayés : {count}",
    exercises="Exercices",
    loading="Tes exercices arrivent…",
    exercise_new="○ à faire",
    exercise_solved="✅ réussi",
    one_attempt="1 essai",
    many_attempts="{count} essais",
    check="Vérifier",
    how_to_check="*Vérifier* montre comment faire vérifier ta réponse. Personne d'autre ne voit le résultat.",
    check_with="Envoie ceci n'importe où dans Slack, avec ton code dessous entre deux lignes de trois accents graves. "
    "Personne d'autre ne voit le résultat.",
    close="Fermer",
    questions="Tes questions aux tuteurs",
    no_questions="Aucune n'est ouverte. *Demander à un tuteur* est sous chaque réponse, "
    "et `/tutor` permet de demander à tout moment.",
    more_questions="et {count} plus anciennes",
    ticket="Ticket n° {number}",
    a_tutor="un tuteur",
    states={
        "open": "🔴 attend un tuteur",
        "claimed": "🟡 {tutor} s'en occupe",
        "answered": "🟢 réponse de {tutor}",
        "waiting": "💬 {tutor} attend ta réponse",
        "resolved": "✅ résolue",
        "reopened": "🔴 rouverte, attend un tuteur",
        "snoozed": "🟡 un tuteur y reviendra plus tard",
        "escalated": "🔴 transmise aux responsables des travaux pratiques",
    },
    settings="Réglages",
    language="La langue dans laquelle je te parle",
    automatic="Automatique",
    anonymous="Demander aux tuteurs sans mon nom",
    anonymous_help="Ils voient la question, pas ton nom. Leur réponse te parvient quand même.",
)

ERASING = ErasingWords(
    button="Supprimer mes données",
    title="Supprimer tes données ?",
    warning="Je supprime tes questions, codes, résultats, essais, votes, réglages, et ton nom et tes mots dans les "
    "tickets ; ceux qui sont ouverts sont fermés. Les messages restent dans Slack, et les réponses gardées par les "
    "tuteurs aussi : elles ne te nomment pas. C'est définitif.",
    yes="Supprimer",
    no="Annuler",
    done="🗑 Tes données sont supprimées : {what}.",
    nothing="🗑 Tes données sont supprimées : il n'y avait que tes réglages.",
    parts={
        "questions": "questions posées : {count}",
        "runs": "exécutions et vérifications : {count}",
        "attempts": "essais d'exercices : {count}",
        "votes": "votes sur des réponses : {count}",
        "tickets": "tickets désormais sans ton nom ni tes mots : {count}",
    },
    card="🗑 Ticket n° {number} : la personne qui a posé la question a supprimé ses données. "
    "Il n'y a plus rien à faire.",
    thread="✅ Fermé.",
)

WORDS = Words(
    answer=ANSWER, run=RUN, check=CHECK, experiment=EXPERIMENT, wait=WAIT, notice=NOTICE, home=HOME, erasing=ERASING
)
