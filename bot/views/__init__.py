"""What people read in Slack: pure functions from a value to a message."""
