"""Français : configuration d'un espace de travail, et rappels."""

from bot.words.setup import ReminderWords, SetupWords

SETUP = SetupWords(
    heading="*Configurer cet espace de travail*",
    explained="Seuls les administrateurs voient ceci. Chaque bouton ouvre un court formulaire.",
    forms={
        "channels": "Canaux et tuteurs",
        "leads": "Responsables",
        "schedule": "Programme et horaires",
        "behaviour": "Rappels et silence",
    },
    save="Enregistrer",
    cancel="Annuler",
    labels={
        "practicals_channels": "Canaux où l'on pose des questions",
        "tutors_channel": "Canal des tuteurs",
        "tutors_group": "Qui est tuteur",
        "leads": "Responsables",
        "schedule": "Quel TP a lieu quand",
        "timezone": "Fuseau horaire",
        "opens": "Début des heures de présence",
        "closes": "Fin des heures de présence",
        "unclaimed_minutes": "Rappel à tous les tuteurs si personne n'a pris la question, après (minutes)",
        "unanswered_minutes": "Rappel au tuteur qui l'a prise, après (minutes)",
        "escalate_minutes": "Appel aux responsables du TP, après (minutes)",
        "quiet": "Mode silencieux",
    },
    hints={
        "practicals_channels": "J'y réponds aux questions. Invite-moi dans chacun.",
        "tutors_channel": "Les questions pour une personne arrivent ici. Un canal privé convient le mieux.",
        "tutors_group": "Seuls les tuteurs peuvent prendre une question, y répondre et garder la réponse.",
        "leads": "Appelés quand une question attend trop longtemps, ou quand un tuteur la transmet.",
        "schedule": "Une ligne par séance : 2026-08-22 09:00-12:00 Transformers & Attention",
        "timezone": "Pour le programme et les heures de présence, par exemple Africa/Dakar.",
        "opens": "Laisse les deux vides pour toute la journée.",
        "closes": "En dehors, personne ne reçoit de rappel et les minutes ne comptent pas.",
        "unclaimed_minutes": "Les minutes ne comptent que pendant les heures de présence.",
        "unanswered_minutes": "À partir de la question.",
        "escalate_minutes": "Plus tard que les deux rappels.",
        "quiet": "Pour les exposés : je me tais jusqu'à ce qu'on m'appelle.",
    },
    leads_of="Responsables : {practical}",
    every_practical="tous les TP",
    by_channel="Les membres du canal des tuteurs",
    no_groups="Cet espace n'a pas de groupes d'utilisateurs : les membres du canal des tuteurs sont les tuteurs.",
    quiet_on="Répondre seulement à qui me mentionne, m'écrit ou utilise une commande",
    lacking={
        "practicals": "⚠️ Je ne suis dans aucun canal de TP. Choisis-le sous *Canaux et tuteurs*, "
        "puis écris `/invite @tutor` dans ce canal.",
        "tutors": "⚠️ Je ne suis dans aucun canal de tuteurs : on ne peut demander à personne. Choisis-le sous "
        "*Canaux et tuteurs*, puis écris `/invite @tutor` dans ce canal.",
    },
    only_admins="Seuls les administrateurs de cet espace peuvent me configurer.",
    press_again="Slack a fermé le formulaire avant qu'il soit prêt. Appuie encore une fois sur le bouton.",
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
        "hours": "La fin, {value}, doit être plus tard que le début, {valid}.",
    },
)

REMINDER = ReminderWords(
    unclaimed="⏰ On attend depuis *{minutes} minutes*, et personne n'a pris cette question :",
    unclaimed_many="⏰ *{count} questions* attendent, et personne ne les a prises, la plus longue depuis "
    "*{minutes} minutes*.",
    unanswered="⏰ Tu as pris cette question. On attend ta réponse depuis *{minutes} minutes* :",
    unanswered_many="⏰ Tu as pris *{count} questions* qui attendent ta réponse, la plus longue depuis "
    "*{minutes} minutes*.",
    escalated="⏫ {leads}, cette question attend depuis *{minutes} minutes*. C'est votre TP : merci d'aider.",
    escalated_without_leads="⏫ Cette question attend depuis *{minutes} minutes*, sans responsable. Qui peut aider ?",
    escalated_many="⏫ {leads}, *{count} questions* de votre TP attendent. La plus longue : *{minutes} minutes*.",
    escalated_many_without_leads="⏫ *{count} questions* attendent, la plus longue depuis *{minutes} minutes*, "
    "sans responsable. Qui peut aider ?",
    ticket="Ticket {number}",
    claim="Prendre",
    more="… et {count} de plus dans ce canal.",
)
