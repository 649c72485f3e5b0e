"""The command line: the same rooms without Slack."""

from __future__ import annotations

import sys

_SENTENCES = (
    "KnowledgeError",
    "UsageError",
    "SettingsError",
    "DatabaseError",
    "MachineError",
    "SandboxError",
    "CommandError",
)


def main() -> None:
    """Run `tutor`. A problem that the user can mend is one sentence on stderr, and exit code 2."""
    from bot.cli.commands import application

    try:
        application(standalone_mode=True)
    except Exception as problem:
        if not any(kind.__name__ in _SENTENCES for kind in type(problem).__mro__):
            raise
        print(problem, file=sys.stderr)
        raise SystemExit(2) from None
