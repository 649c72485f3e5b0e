"""English: setting a workspace up, and reminders."""

from bot.words.setup import ReminderWords, SetupWords

SETUP = SetupWords(
    heading="*Set up this workspace*",
    explained="Only workspace admins see this. Each button opens a short form.",
    forms={
        "channels": "Channels and tutors",
        "leads": "Leads",
        "schedule": "Schedule and hours",
        "behaviour": "Reminders and quiet",
    },
    save="Save",
    cancel="Cancel",
    labels={
        "practicals_channels": "Channels where learners ask",
        "tutors_channel": "Channel of the tutors",
        "tutors_group": "Who is a tutor",
        "leads": "Leads of",
        "schedule": "Which practical is on when",
        "timezone": "Time zone",
        "opens": "Office hours start",
        "closes": "Office hours end",
        "unclaimed_minutes": "Remind all tutors when nobody claimed, after minutes",
        "unanswered_minutes": "Remind the tutor who claimed, after minutes",
        "escalate_minutes": "Call the practical's leads, after minutes",
        "quiet": "Quiet mode",
    },
    hints={
        "practicals_channels": "I answer questions there. Invite me to each of them.",
        "tutors_channel": "Learners' questions for a person come here. A private channel is best.",
        "tutors_group": "Only tutors can claim, answer and keep questions.",
        "leads": "Called when a question has waited too long, or when a tutor hands it on.",
        "schedule": "One line each: 2026-08-22 09:00-12:00 Transformers & Attention",
        "timezone": "For the schedule and the office hours, for example Africa/Lagos.",
        "opens": "Leave both empty for the whole day.",
        "closes": "Outside office hours nobody is reminded, and the minutes do not count.",
        "unclaimed_minutes": "Minutes count within office hours only.",
        "unanswered_minutes": "Counted from the question.",
        "escalate_minutes": "Later than both reminders.",
        "quiet": "For talks: I am silent until somebody calls me.",
    },
    every_practical="every practical",
    by_channel="The members of the tutors' channel",
    no_groups="This workspace has no user groups, so the members of the tutors' channel are the tutors.",
    quiet_on="Answer only who mentions me, writes to me, or uses a command",
    lacking={
        "practicals": "⚠️ I am in no channel for practicals yet. Choose it under *Channels and tutors*, "
        "then write `/invite @tutor` in that channel.",
        "tutors": "⚠️ I am in no channel of tutors yet, so nobody can be asked. Choose it under "
        "*Channels and tutors*, then write `/invite @tutor` in that channel.",
    },
    only_admins="Only admins of this workspace can set me up.",
    press_again="Slack closed the form before it was ready. Please press the button once more.",
    saved="✅ Saved. What is different now:",
    saved_the_same="✅ Saved. Nothing is different.",
    changed="• *{field}*: {before} → {after}",
    invite="⚠️ I am not in {channels} yet. Write `/invite @tutor` there.",
    nothing="nothing",
    yes="on",
    no="off",
    slots="{count} in the schedule",
    wrong={
        "unknown": "“{value}” is no setting. There are: {valid}.",
        "channel": "“{value}” is no channel. Write a channel's name or id, such as practicals.",
        "same": "The tutors need a channel of their own: {value} is one where learners ask.",
        "group": "“{value}” is no user group. Write its id, such as S0614TZR7.",
        "person": "“{value}” is no person. Write member ids, such as U0614TZR7.",
        "practical": "“{value}” is no practical, or more than one. There are: {valid}.",
        "line": "“{value}” can't be read. Write a day, a start, a later end and a practical, such as "
        "2026-08-22 09:00-12:00 Transformers & Attention.",
        "many": "There are {value} lines; {valid} are the most.",
        "overlap": "{value} starts before {valid} has ended.",
        "yes_no": "“{value}” is neither true nor false.",
        "minutes": "“{value}” is no whole number of minutes from 1 to 1440.",
        "order": "{value} minutes are too few: the leads are called after both reminders, so later than {valid}.",
        "timezone": "“{value}” is no time zone. Write one such as Africa/Lagos.",
        "time": "“{value}” is no time. Write hours and minutes, such as 09:00.",
        "hours": "The end, {value}, must be later than the start, {valid}.",
    },
)

REMINDER = ReminderWords(
    unclaimed="⏰ A learner has waited *{minutes} minutes*, and nobody has claimed the question:",
    unclaimed_many="⏰ *{count} questions* wait, and nobody has claimed them. The longest: *{minutes} minutes*.",
    unanswered="⏰ You claimed this question. The learner has waited *{minutes} minutes* for your answer:",
    unanswered_many="⏰ You claimed *{count} questions* that wait for your answer. The longest: *{minutes} minutes*.",
    escalated="⏫ {leads}, this question has waited *{minutes} minutes*. You lead the practical: please help.",
    escalated_without_leads="⏫ This question has waited *{minutes} minutes*, and no lead is set. Can anybody help?",
    escalated_many="⏫ {leads}, *{count} questions* wait, the longest *{minutes} minutes*. You lead the practical: "
    "please help.",
    escalated_many_without_leads="⏫ *{count} questions* wait, the longest *{minutes} minutes*, and no lead is set. "
    "Can anybody help?",
    ticket="Ticket {number}",
    claim="Claim",
    more="… and {count} more in this channel.",
)
