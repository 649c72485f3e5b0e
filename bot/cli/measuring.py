"""`tutor bench`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.files import print_json
from bot.cli.problems import CommandError
from bot.settings import Settings


def bench(settings: Settings, names: Sequence[str], as_json: bool) -> None:
    from bot.bench.measures import NAMES, run_measures

    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise CommandError(f"There is no measure named {unknown[0]!r}. There are: {', '.join(NAMES)}.")
    if not as_json:
        print(f"{'measure':<20}{'median':>11}{'95th pct':>11}{'instead':>11}{'ratio':>8}  instead of it")
    for measure in run_measures(settings, names):
        if as_json:
            print_json(measure.to_dict())
            continue
        instead = _short(measure.baseline_ms) if measure.baseline_ms else "–"
        ratio = f"{measure.ratio}×" if measure.ratio else "–"
        times = f"{_short(measure.median_ms)}{_short(measure.p95_ms)}"
        said = "; ".join(text for text in (measure.baseline, measure.detail) if text)
        print(f"{measure.name:<20}{times}{instead:>11}{ratio:>8}  {said}", flush=True)


def _short(milliseconds: float) -> str:
    digits = 0 if milliseconds >= 20 else 1 if milliseconds >= 1 else 2
    return f"{milliseconds:>8,.{digits}f} ms"
