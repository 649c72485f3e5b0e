"""The form of one experiment: a field for each parameter, from the experiment's own definition."""

from __future__ import annotations

from collections.abc import Mapping

from bot.views import blocks
from bot.views.blocks import Block, option
from bot.views.forms.fields import View, field, menu, modal, number_box, one_of, read, text_box
from bot.views.forms.place import Place
from bot.views.text import escape
from bot.words.values import FormWords
from runners.experiments import Experiment, Parameter
from runners.experiments.parameters import Value, shown
from runners.values import UsageError

EXPERIMENT_FORM = "experiment_form"
BACK = "back_to_code"
_LONGEST_TEXT = 80


def experiment_form(place: Place, experiment: Experiment, given: Mapping[str, Value] | None = None) -> View:
    """Every parameter with its bounds, its help and its default or the value `given`, and the way back."""
    values = experiment.defaults() | dict(given or {})
    words = place.words.forms
    back = blocks.button(words.back_to_code, BACK, experiment.name)
    body: list[Block] = [
        blocks.section(f"*{escape(experiment.title)}*\n{escape(experiment.help)}"),
        blocks.context(words.experiment_hint),
        *(_field(experiment, parameter, values[parameter.name], words) for parameter in experiment.parameters),
        {**blocks.actions([back]), "block_id": BACK},
    ]
    title = experiment.name if len(experiment.name) <= 24 else words.experiment_title
    return modal(EXPERIMENT_FORM, title, body, place.to_metadata(), words, words.run_submit)


def experiment_of(view: View) -> str:
    """The name of the experiment that a form is about."""
    back = next(block for block in view["blocks"] if block.get("block_id") == BACK)
    return str(back["elements"][0]["value"])


def read_experiment(view: View, experiment: Experiment) -> tuple[str, dict[str, str]]:
    """The words of the run, with the parameters that are not at their default, and what is wrong by field."""
    words, errors = [experiment.name], {}
    for parameter in experiment.parameters:
        name = _name(experiment, parameter)
        try:
            value = parameter.parse(read(view, name).replace(" ", ""))
        except UsageError as problem:
            errors[name] = str(problem)
            continue
        words += [f"{parameter.name}={shown(value)}"] if value != parameter.default else []
    return " ".join(words), errors


def _name(experiment: Experiment, parameter: Parameter) -> str:
    """Slack keeps what stands in a field when another form has one of the same name: it is another here."""
    return f"{experiment.name}.{parameter.name}"


def _field(experiment: Experiment, parameter: Parameter, value: Value, words: FormWords) -> Block:
    name, hint = _name(experiment, parameter), parameter.help
    if parameter.kind in ("int", "float"):
        low, high = _decimal(parameter.low), _decimal(parameter.high)
        element = number_box(name, _decimal(float(value)), whole=parameter.kind == "int", low=low, high=high)
        hint = words.between.format(help=hint, low=low, high=high)
    elif parameter.kind == "bool":
        element = one_of(name, [option(words.yes, "true"), option(words.no, "false")], shown(value))
    elif parameter.kind == "choice":
        element = menu(name, [option(one, one) for one in parameter.choices], parameter.name, str(value))
    else:
        element = text_box(name, str(value), placeholder=parameter.range, longest=_LONGEST_TEXT)
        hint = f"{hint} ({parameter.range})"
    return field(parameter.name, element, hint=hint)


def _decimal(number: float | None) -> str:
    """Slack's number input takes no exponents."""
    return "" if number is None else f"{number:.10f}".rstrip("0").rstrip(".")
