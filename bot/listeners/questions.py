"""Does a message ask something? Words and marks, in English and French."""

from __future__ import annotations

import re

_MENTION = re.compile(r"<@[A-Z0-9]+>")
_OPENERS = re.compile(
    r"""^\W*(why|how|what|when|where|which|who|can|could|does|do|is|are|should|would|help|explain
    |pourquoi|comment|quel|quelle|quels|quelles|quand|où|est-ce|qu['’]est|peut-on|à\ quoi)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TROUBLE = re.compile(r"\b\w*(Error|Exception)\b:|Traceback \(most recent call last\)")


def without_mention(text: str, bot_user: str) -> str:
    """The message without the mention of the bot."""
    return text.replace(f"<@{bot_user}>", " ").strip() if bot_user else text.strip()


def looks_like_question(text: str) -> bool:
    """True for a question mark outside code, an opening question word, or a pasted error."""
    if _TROUBLE.search(text):
        return True
    prose = re.sub(r"```.*?```|`[^`]*`", " ", text, flags=re.DOTALL)
    prose = re.sub(r"https?://\S+", " ", _MENTION.sub(" ", prose))
    return "?" in prose or bool(_OPENERS.search(prose))
