"""What is kept for good: questions and answers, replies, tickets, attempts, feedback."""
