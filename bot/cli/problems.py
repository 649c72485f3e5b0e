"""What a user can mend."""


class CommandError(ValueError):
    """A command can't be carried out as it was given. The text says why and what to do."""
