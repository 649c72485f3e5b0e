"""What a message asks: words, language, traceback, scope."""
