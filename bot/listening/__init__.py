"""Whether a message asks something: a small classifier, trained on our own sentences, in pure Python."""

from bot.listening.prose import language_of, seems_answer, speaks_to_you
from bot.listening.verdicts import Verdict, judge, probability

__all__ = ["Verdict", "judge", "language_of", "probability", "seems_answer", "speaks_to_you"]
