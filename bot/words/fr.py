"""Français."""

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
    only_tutors="Seuls les tuteurs peuvent faire cela. Les organisateurs décident qui en est un.",
    no_tutors="Je n'arrive pas à joindre le canal des tuteurs : personne n'a encore reçu ta question. "
    "Parles-en à un organisateur ou à un tuteur dans la salle.",
    press_again="Slack a fermé le formulaire avant qu'il soit prêt. Appuie encore une fois sur le bouton.",
)

TICKET = TicketWords(
    notice={
        "open": "🙋 J'ai appelé les tuteurs. L'un d'eux te répondra ici.",
        "claimed": "🙋 {tutor} s'en occupe et te répondra ici.",
        "answered": "💬 {tutor} a répondu. Appuie sur *C'est résolu* quand c'est clair.",
        "waiting": "✋ {tutor} a besoin d'une précision de ta part. Réponds ici, s'il te plaît.",
        "resolved": "✅ Résolu. Si quelque chose n'est pas clair, appuie sur *Pas encore résolu*.",
        "reopened": "🙋 J'ai appelé les tuteurs de nouveau. L'un d'eux te répondra ici.",
        "snoozed": "🙋 Les tuteurs y reviendront un peu plus tard. Écris ici si c'est urgent.",
        "escalated": "⏫ Les responsables du TP regardent ta question. L'un d'eux te répondra ici.",
    },
    solved="C'est résolu",
    not_solved="Pas encore résolu",
    marked_solved="C'est noté : résolu. Si quelque chose n'est pas clair, appuie sur *Pas encore résolu*.",
    marked_not_solved="Les tuteurs savent que ce n'est pas encore résolu.",
    asked="J'ai appelé les tuteurs : <{link}|ta question>. L'un d'eux te répondra là.",
    asked_without_name=(
        "🙋 J'ai appelé les tuteurs sans donner ton nom : <{link}|ta question>. Leurs réponses arrivent ici."
    ),
    name_is_visible=(
        "Ton nom est visible dans ce fil, donc les tuteurs le voient aussi. "
        "Pour demander sans ton nom, écris `/tutor` et ta question."
    ),
    asks="{who} demande :",
    somebody_asks="Quelqu'un demande aux tuteurs :",
    asks_about="{who} a une question pour les tuteurs sur `{about}`.",
    somebody_asks_about="Quelqu'un a une question pour les tuteurs sur `{about}`.",
    relayed="💬 {tutor} répond à ta <{link}|question aux tuteurs> :",
    reply_here="Ce que tu écris dans ce fil arrive aux tuteurs sans ton nom.",
    show_name="Montrer mon nom",
    show_name_sure="Tout le canal verra que la question est de toi. On ne peut pas revenir en arrière.",
    yes="Le montrer",
    no="Annuler",
    learner_writes="🗨️ La personne qui a demandé écrit :",
    named="👤 Cette question est de {who}.",
    answer_to_several="💬 Une réponse à plusieurs questions, de {tutor} :",
)

CARD = CardWords(
    title="Question n° {number}",
    state={
        "open": "🔴 Ouverte",
        "claimed": "🟡 Prise par {tutor}",
        "answered": "🟢 {tutor} a répondu",
        "waiting": "🔵 Attend l'apprenant ({tutor})",
        "resolved": "✅ Résolue par {tutor}",
        "reopened": "🔴 Rouverte : pas encore résolue",
        "snoozed": "💤 Remise à {until}",
        "escalated": "🟣 Transmise aux responsables",
    },
    a_tutor="un tuteur",
    the_learner="l'apprenant",
    asked_ago="posée {ago}",
    escalated_by="⏫ transmise par {who}",
    the_bot="le bot",
    asks="{who} demande :",
    somebody_asks="Quelqu'un demande, sans son nom :",
    bot_said="Le bot a dit{sure} :",
    sure=" (sûr à {percent})",
    found="Ce que le bot a trouvé :",
    code="Le dernier code :",
    attempts="🧪 `{exercise}` : essayé {count}×, {outcome}",
    solved_it="puis juste",
    not_solved_it="pas encore juste ({mistakes})",
    maybe_related="Peut-être utile :",
    similar="👥 Semblables : {tickets}",
    open_thread="<{link}|Ouvre le fil> et réponds là.",
    relayed="Ce que tu y écris arrive à l'apprenant en message direct.",
    claim="Je la prends",
    resolve="Résolue",
    wait="Attendre l'apprenant",
    reopen="Rouvrir",
    keep="📌 Garder comme savoir",
    answer_together="Répondre avec la {number}",
    take_apart="Répondre à part",
    member="🔗 La question {ticket} reçoit la même réponse que {head}.",
    members="🔗 Ta réponse va aussi à : {tickets}",
    snooze_quarter="Remettre de 15 minutes",
    snooze_hour="Remettre d'une heure",
    snooze_morning="Remettre à demain matin",
    give_back="Rendre",
    escalate="Transmettre aux responsables",
    learner_wrote="✍️ L'apprenant a écrit dans <{link}|le fil>.",
    not_theirs="C'est réservé aux tuteurs et à la personne qui a demandé.",
    not_possible="Ce n'est plus possible : la carte montre où en est la question n° {number}.",
    already_claimed="{tutor} a déjà pris la question n° {number}.",
    handed_on="La question n° {number} est transmise à {leads}.",
    handed_on_already="La question n° {number} a déjà été transmise.",
    nobody_leads=(
        "Personne n'est responsable de {practical} : la question n° {number} reste chez les tuteurs. "
        "Mentionne quelqu'un dans le fil de sa carte, ou demande à un admin de nommer les responsables."
    ),
)

KEEP = KeepWords(
    title="Garder la réponse",
    submit="Garder",
    about="Qui posera cette question recevra ta réponse, avec ton nom. "
    "N'écris ni qui a demandé, ni de solution entière.",
    question="La question, comme on la pose",
    answer="La réponse",
    author="Qui a répondu",
    missing={"question": "Écris la question.", "answer": "Écris la réponse.", "author": "Écris un nom."},
    earlier="⚠️ Il y a déjà une réponse à presque la même question, *{question}*, de {author}, {day} :",
    both_or_one="La réponse d'avant",
    keep_both="La garder aussi",
    replace="Mettre la mienne à sa place",
    kept="📌 Réponse gardée : *{question}*\nQui posera cette question recevra désormais cette réponse, de {author} :",
    kept_plain="Réponse gardée : {question}",
    similar="⚠️ Il y a déjà une réponse à presque la même question : *{question}*, de {author}. "
    "Retirez l'une des deux si elles se contredisent.",
    replaced="Elle prend la place d'une réponse d'avant : *{question}*, de {author}.",
    withdraw="Retirer",
    withdraw_earlier="Retirer celle d'avant",
    withdrawn="🗑 Retirée par <@{user}>. Plus personne ne reçoit cette réponse.",
    withdrawn_before="Elle était déjà retirée.",
)

SUMMARY = SummaryWords(
    to_leads="⏫ {leads} : {who} vous transmet <{link}|la question n° {number}>.",
    question="*La question*",
    tried="*Ce qui a été essayé*",
    nothing_tried="Rien que le bot ait vu.",
    stands="*Où elle en est*",
    claimed_by="{tutor} s'en occupe.",
    claimed_by_nobody="Personne ne l'a prise.",
    last_messages="*Les derniers messages*",
    tutor="Tuteur",
    learner="Apprenant",
    no_messages="Personne n'a écrit dans le fil.",
)

FOUND = FoundWords(
    not_sure="Je ne suis pas sûr.",
    error="{type} à la ligne {line} : {message}",
    a_traceback="une trace d'erreur",
    verdict="{exercise} : {verdict}",
    verdicts={
        "correct": "juste",
        "incorrect": "faux",
        "error": "erreur",
        "incomplete": "incomplet",
        "timeout": "trop long",
    },
    runs={
        "ok": "Le code a tourné.",
        "error": "Le code a levé une erreur.",
        "timeout": "Le code a pris trop de temps.",
        "memory": "Le code a demandé trop de mémoire.",
        "output_limit": "Le code a trop affiché.",
        "crashed": "Le code a mis fin au processus Python.",
        "stopped": "L'apprenant a arrêté le code.",
    },
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
    how_to_check="*Vérifier* ouvre une boîte pour ton code. Ma réponse arrive dans mes messages à toi.",
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
    cell_taken="Je m'occupe de la cellule {number} de `{name}`.",
    another_cell="📓 Choisir une autre cellule",
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

LISTENING = ListeningWords(
    offer="Veux-tu que je cherche dans les travaux pratiques ?",
    yes="Oui, merci",
    no="Non merci",
    looking="🔎 Je cherche. La réponse arrive dans le fil de ton message.",
    declined="D'accord, je ne propose plus rien pendant une heure. Mentionne-moi quand tu veux que je cherche.",
    gone="Ton message n'est plus là : il n'y a rien à chercher. Pose ta question quand tu veux.",
)

SETUP = SetupWords(
    heading="*Configurer cet espace de travail*",
    explained="Seuls les administrateurs voient ceci. Chaque bouton ouvre un court formulaire.",
    forms={
        "channels": "Canaux et tuteurs",
        "leads": "Responsables",
        "schedule": "Programme et horaires",
        "behaviour": "Tickets et silence",
    },
    save="Enregistrer",
    labels={
        "practicals_channels": "Canaux où l'on pose des questions",
        "tutors_channel": "Canal des tuteurs",
        "tutors_group": "Qui est tuteur",
        "language": "Langue de l'espace de travail",
        "leads": "Responsables",
        "schedule": "Quel TP a lieu quand",
        "timezone": "Fuseau horaire",
        "opens": "Début des heures de présence",
        "closes": "Fin des heures de présence",
        "unclaimed_minutes": "Rappel à tous les tuteurs si personne n'a pris la question, après (minutes)",
        "unanswered_minutes": "Rappel au tuteur qui l'a prise, après (minutes)",
        "escalate_minutes": "Appel aux responsables du TP, après (minutes)",
        "fold": "Tickets qui posent la même question",
        "quiet": "Mode silencieux",
    },
    hints={
        "practicals_channels": "J'y réponds aux questions. Invite-moi dans chacun.",
        "tutors_channel": "Les questions pour une personne arrivent ici. Un canal privé convient le mieux.",
        "tutors_group": "Seuls les tuteurs peuvent prendre une question, y répondre et garder la réponse.",
        "language": "Pour ce que tous les tuteurs lisent ensemble, et pour qui je ne connais pas encore la langue.",
        "leads": "Appelés quand une question attend trop longtemps, ou quand un tuteur la transmet.",
        "schedule": "Une ligne par séance : 2026-08-22 09:00-12:00 Transformers & Attention",
        "timezone": "Pour le programme et les heures de présence, par exemple Africa/Dakar.",
        "opens": "Laisse les deux vides pour toute la journée.",
        "closes": "Une fin avant le début est le lendemain. En dehors de ces heures, personne ne reçoit de rappel et "
        "les minutes ne comptent pas.",
        "unclaimed_minutes": "Les minutes ne comptent que pendant les heures de présence.",
        "unanswered_minutes": "À partir de la question.",
        "escalate_minutes": "Plus tard que les deux rappels.",
        "fold": "Un tuteur peut en ressortir un d'un clic. Les tickets avec du code restent seuls.",
        "quiet": "Pour les exposés : je me tais jusqu'à ce qu'on m'appelle.",
    },
    leads_of="Responsables : {practical}",
    every_practical="tous les TP",
    by_channel="Les membres du canal des tuteurs",
    no_groups="Cet espace n'a pas de groupes d'utilisateurs : les membres du canal des tuteurs sont les tuteurs.",
    fold_on="Les regrouper, pour qu'une seule réponse aille à tous",
    quiet_on="Répondre seulement à qui me mentionne, m'écrit ou utilise une commande",
    lacking={
        "practicals": "⚠️ Je ne suis dans aucun canal de TP. Choisis-le sous *Canaux et tuteurs*, "
        "puis écris `/invite @tutor` dans ce canal.",
        "tutors": "⚠️ Je ne suis dans aucun canal de tuteurs : on ne peut demander à personne. Choisis-le sous "
        "*Canaux et tuteurs*, puis écris `/invite @tutor` dans ce canal.",
    },
    only_admins="Seuls les administrateurs de cet espace peuvent me configurer.",
    saved="✅ Enregistré. Ce qui change :",
    saved_the_same="✅ Enregistré. Rien ne change.",
    changed="• *{field}* : {before} → {after}",
    invite="⚠️ Je ne suis pas encore dans {channels}. Écris-y `/invite @tutor`.",
    nothing="rien",
    yes="activé",
    no="désactivé",
    slots="{count} au programme",
    hours="Heures de présence : de {opens} à {closes}, {timezone}",
    wrong={
        "unknown": "« {value} » n'est pas un réglage. Il y a : {valid}.",
        "channel": "« {value} » n'est pas un canal. Écris le nom ou l'identifiant d'un canal, comme practicals.",
        "same": "Il faut un canal à part pour les tuteurs : dans {value}, on pose des questions.",
        "group": "« {value} » n'est pas un groupe. Écris son identifiant, comme S0614TZR7.",
        "person": "« {value} » n'est pas une personne. Écris des identifiants de membres, comme U0614TZR7.",
        "practical": "« {value} » n'est pas un TP, ou en désigne plusieurs. Il y a : {valid}.",
        "line": "« {value} » n'est pas lisible. Écris un jour, un début, une fin plus tard et un TP, comme "
        "2026-08-22 09:00-12:00 Transformers & Attention.",
        "many": "Il y a {value} lignes ; {valid} au plus.",
        "overlap": "{value} commence avant la fin de {valid}.",
        "yes_no": "« {value} » n'est ni true ni false.",
        "minutes": "« {value} » n'est pas un nombre entier de minutes de 1 à 1440.",
        "order": "{value} minutes, c'est trop peu : les responsables viennent après les rappels, donc après {valid}.",
        "timezone": "« {value} » n'est pas un fuseau horaire. Écris par exemple Africa/Dakar.",
        "time": "« {value} » n'est pas une heure. Écris les heures et les minutes, comme 09:00.",
        "language": "« {value} » n'est pas une langue que je parle. Il y a : {valid}.",
        "hours": "Le début et la fin ne peuvent pas être à la même heure, {value}. Pour toute la journée, "
        "laisse les deux vides.",
    },
)

REMINDER = ReminderWords(
    unclaimed="⏰ On attend depuis *{minutes} minutes*, et personne n'a pris cette question :",
    unclaimed_many="⏰ *{count} questions* attendent, et personne ne les a prises, la plus longue depuis "
    "*{minutes} minutes*.",
    unanswered="⏰ Tu as pris cette question. On attend ta réponse depuis *{minutes} minutes* :",
    unanswered_many="⏰ Tu as pris *{count} questions* qui attendent ta réponse, la plus longue depuis "
    "*{minutes} minutes*.",
    without_leads="⏫ Cette question attend depuis *{minutes} minutes*, sans responsable. Qui peut aider ?",
    without_leads_many="⏫ *{count} questions* attendent, la plus longue depuis *{minutes} minutes*, "
    "sans responsable. Qui peut aider ?",
    ticket="Ticket {number}",
    claim="Prendre",
    more="… et {count} de plus dans ce canal.",
)

PULSE = PulseWords(
    heading="📈 Le pouls : {period}",
    titles={"hour": "la dernière heure", "today": "aujourd'hui", "all": "depuis le début"},
    buttons={"hour": "Dernière heure", "today": "Aujourd'hui", "all": "Depuis le début"},
    refresh="🔄 Actualiser",
    tables="CSV pour les organisateurs",
    with_plot="📈 Le pouls en image",
    plot_comes="L'image arrive sous *Messages*, en haut de cette page.",
    only_tutors="Seuls les tuteurs et les admins voient le pouls de la salle.",
    nothing="Pas encore de question ni de ticket.",
    questions="❓ Questions posées : *{questions}* · avec réponse : *{answered}* · sans réponse : *{declined}* · "
    "personnes : *{learners}*",
    verdicts="👍 *{helpful}* · 👎 *{not_helpful}* · exécutions : *{runs}* · vérifications : *{checks}*",
    states={
        "open": "ouverts",
        "claimed": "pris en charge",
        "answered": "avec réponse",
        "waiting": "en attente de l'apprenant",
        "reopened": "rouverts",
        "snoozed": "reportés",
        "escalated": "transmis",
    },
    queue="🙋 Tickets en ce moment : {states}",
    queue_empty="🙋 Aucun ticket n'est ouvert.",
    waiting="⏳ Attendent un tuteur en ce moment : *{count}*, attente médiane *{median}*, la plus longue *{longest}*",
    waited="💬 Ont eu la réponse d'un tuteur : *{count}*, attente médiane *{median}*, la plus longue *{longest}*",
    sections="*Sections avec le plus de questions*",
    section="{section} · nombre de questions : *{questions}*",
    stuck="*Là où les apprenants bloquent*",
    mistake="`{exercise}` : {mistake} Apprenants : *{learners}*, pas encore résolu : *{open}*",
    declined="*Ce que je n'ai pas su répondre*",
    not_helpful="*Jugé pas utile*",
    alike="« {text} » · nombre de questions : *{questions}*, personnes : *{learners}*",
    alone="Posées par une seule personne chacune, près de « {section} » : *{questions}*",
    elsewhere="Posées par une seule personne chacune, sur autre chose : *{questions}*",
    because="Sans réponse : {reasons}",
    reasons={
        "not_covered": "absent du contenu {count}",
        "logistics": "horaires, salles ou voyage {count}",
        "exam": "réponses d'examen ou de devoir {count}",
        "small_talk": "bavardage {count}",
        "instruction": "ordres donnés au bot {count}",
        "failed": "panne de notre côté {count}",
    },
    plot={
        "title": "Le pouls : {period}",
        "questions": "Questions, par tranche de {step}",
        "waits": "Attente d'un tuteur, en minutes",
        "not_answered": "sans réponse",
        "others": "autres travaux pratiques",
        "median": "médiane",
        "longest": "la plus longue",
    },
    alt={
        "questions": "Barres : les questions de {start} à {end}, au plus {most} par tranche de {step}. {counts}.",
        "waits": "Lignes : l'attente des tickets selon l'heure d'ouverture, au plus {longest}.",
    },
    not_drawn="Cette fois, l'image n'a pas pu être dessinée. Les nombres sont justes.",
    tables_sent="Le pouls en tableaux, {period}. Seulement des nombres, sans noms : 1 ou 2 apprenants s'écrit &lt;3.",
    tables_told="Je t'ai envoyé les tableaux en message direct.",
    tutors_queue="*La file des tuteurs : {count} tickets*",
    tutors_queue_empty="*La file des tuteurs est vide.*",
    more_tickets="et {count} de plus dans le canal des tuteurs",
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
