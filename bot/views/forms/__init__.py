"""The forms that learners fill in: each a pure function of where it was opened and of the words."""
