"""The pulse of a room: what its records tell about questions, waits and mistakes, in numbers without names."""
