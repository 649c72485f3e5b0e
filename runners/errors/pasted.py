"""A traceback that was pasted from a notebook or a terminal."""

from __future__ import annotations

import re

from runners.errors.explaining import explain
from runners.values import ErrorReport

_HEAD = re.compile(r"^Traceback \(most recent call last\)|^-{20,}\n\w+(?:Error|Exception)\b.*Traceback", re.MULTILINE)
_LAST = re.compile(
    r"^(?:[\w.]+\.)?(?P<type>\w*(?:Error|Exception|Warning|Interrupt|Iteration|Exit))\b(?::[ ]?(?P<message>.*))?$"
)
_ALONE = re.compile(r"\A\s*(?:[\w.]+\.)?\w+(?:Error|Exception): \S.*\Z", re.DOTALL)
_ARROW = re.compile(r"^-+> *(?P<line>\d+) ?(?P<code>.*)$", re.MULTILINE)
_CELL = re.compile(
    r'File "(?:<ipython-input-[^"]*|<stdin>|[^"]*/ipykernel_[^"]*|[^"]*\.py)"?, line (?P<line>\d+)'
    r"|(?:Cell )?In ?\[\d+\], line (?P<cell>\d+)"
)
_OURS = re.compile(r"site-packages|dist-packages|lib/python3")


def is_traceback(text: str) -> bool:
    """Whether the text is an error message and no code."""
    return bool(_HEAD.search(text)) or _is_one_message(text)


def _is_one_message(text: str) -> bool:
    """`TypeError: ...` alone. It must have a rule, so that no annotated assignment is taken for it."""
    return bool(_ALONE.match(text)) and len(text.strip().splitlines()) < 6 and bool(explain(*_last(text)).explanation)


def read(text: str) -> ErrorReport | None:
    """The exception of a pasted traceback, explained; None when the text is none."""
    if not is_traceback(text):
        return None
    kind, message = _last(text)
    if not kind:
        return None
    line, excerpt = _place(text)
    found = explain(kind, message)
    return ErrorReport(kind, message, line, excerpt, found.explanation, found.see)


def _last(text: str) -> tuple[str, str]:
    """Type and message of the last exception in the text: the message may go on over the lines that follow."""
    lines = text.strip().splitlines()
    for place in range(len(lines) - 1, -1, -1):
        found = _LAST.match(lines[place].strip())
        if found and not (found["message"] or "").startswith("Traceback"):
            more = "\n".join(lines[place + 1 :]).rstrip("` \n")
            return found["type"], "\n".join(part for part in (found["message"] or "", more) if part)[:4000]
    return "", ""


def _place(text: str) -> tuple[int | None, str]:
    """The learner's own line: the last one marked with an arrow, or the last file that is no library's."""
    own = _without_libraries(text)
    arrows = list(_ARROW.finditer(own))
    if arrows:
        return int(arrows[-1]["line"]), f"> {arrows[-1]['line']} | {arrows[-1]['code'].rstrip()}"
    cells = list(_CELL.finditer(own))
    return (int(cells[-1]["line"] or cells[-1]["cell"]), "") if cells else (None, "")


def _without_libraries(text: str) -> str:
    """The frames of the learner's own cells. A frame starts at a line without indentation, or at `File`."""
    frames = re.split(r"\n(?=\S*(?:File |/|Cell |In ?\[|<ipython))|\n(?=  File )", text)
    return "\n".join(frame for frame in frames if not _OURS.search(frame.split("\n")[0]))
