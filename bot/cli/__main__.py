"""`python -m bot.cli` is `tutor`."""

from bot.cli import main

if __name__ == "__main__":
    main()
