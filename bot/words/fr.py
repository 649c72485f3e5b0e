"""Français."""

from bot.words.values import AnswerWords, CardWords, SummaryWords, TicketWords, Words

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
    member="🔗 La question n° {number} reçoit la même réponse que {head}.",
    members="🔗 Ta réponse va aussi à : {tickets}",
    snooze_quarter="Remettre de 15 minutes",
    snooze_hour="Remettre d'une heure",
    snooze_morning="Remettre à demain matin",
    give_back="Rendre",
    escalate="Transmettre aux responsables",
    learner_wrote="✍️ L'apprenant a écrit dans <{link}|le fil>.",
    not_solved_yet="↩️ L'apprenant dit que ce n'est pas encore résolu.",
    not_theirs="C'est réservé aux tuteurs et à la personne qui a demandé.",
    not_possible="Ce n'est plus possible : la carte montre où en est la question n° {number}.",
    already_claimed="{tutor} a déjà pris la question n° {number}.",
    press_again="Slack a fermé le formulaire trop tôt. Appuie encore une fois sur le bouton.",
    handed_on="La question n° {number} est transmise à {leads}.",
    handed_on_already="La question n° {number} a déjà été transmise.",
    nobody_leads=(
        "Personne n'est responsable de {practical} : la question n° {number} reste chez les tuteurs. "
        "Mentionne quelqu'un dans le fil de sa carte, ou demande à un admin de nommer les responsables."
    ),
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

WORDS = Words(answer=ANSWER, ticket=TICKET, card=CARD, summary=SUMMARY)
