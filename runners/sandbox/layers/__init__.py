"""The layers of isolation. Each module has a function that puts its layer in force in the calling process."""
