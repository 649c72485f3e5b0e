"""What Slack refuses in messages, blocks and views."""
