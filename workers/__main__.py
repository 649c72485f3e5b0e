"""`python -m workers --queues answers,replies --concurrency 2`: one worker process."""

from __future__ import annotations

import argparse
import sys

from bot.records.database import DatabaseError
from bot.settings import SettingsError, read_settings
from knowledge.errors import KnowledgeError
from runners.sandbox import SandboxError
from workers.celeryapp import QUEUES
from workers.worker import run_worker


def main() -> int:
    parser = argparse.ArgumentParser(prog="workers")
    parser.add_argument("--queues", default=",".join(QUEUES))
    parser.add_argument("--concurrency", type=int, default=2)
    arguments = parser.parse_args()
    try:
        return run_worker(read_settings(), arguments.queues.split(","), arguments.concurrency)
    except (DatabaseError, KnowledgeError, SandboxError, SettingsError) as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
