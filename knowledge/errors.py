"""The one exception that this room raises for what a person can put right."""

from __future__ import annotations

__all__ = ["KnowledgeError"]


class KnowledgeError(Exception):
    """A source, an index or a question that cannot be used.

    The message is one or two short sentences for a person: what is wrong, and the way out.
    """
