"""Tickets: opened by learners, carried by tutors, and brought to an end by whoever asked."""

from bot.replies.tickets.desk import TicketDesk

__all__ = ["TicketDesk"]
