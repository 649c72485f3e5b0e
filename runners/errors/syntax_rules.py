"""Code that Python can't read."""

from __future__ import annotations

from runners.errors.rules import Rule

SYNTAX_RULES = (
    Rule("TabError", "", "Tabs and spaces are mixed at the start of lines. Use four spaces everywhere."),
    Rule(
        "IndentationError",
        r"expected an indented block",
        "The line after a colon must start further to the right. Chat programs sometimes drop leading spaces: put the "
        "code between three backticks.",
    ),
    Rule(
        "IndentationError",
        r"unindent does not match",
        "This line starts in a column where no block starts. Give it the same number of spaces as the other lines of "
        "its block.",
    ),
    Rule("IndentationError", "", "This line starts too far to the right or left. Lines of one block start together."),
    Rule(
        "SyntaxError",
        r"'(?P<bracket>.)' was never closed",
        "The bracket `{bracket}` on this line is opened and never closed.",
    ),
    Rule(
        "SyntaxError",
        r"unmatched '(?P<bracket>.)'",
        "There is one `{bracket}` too many on this line, or its opening bracket is missing.",
    ),
    Rule(
        "SyntaxError",
        r"closing parenthesis '(?P<end>.)' does not match opening parenthesis '(?P<start>.)'",
        "A `{start}` is closed by `{end}`. Close each bracket with its own kind, the last opened first.",
    ),
    Rule("SyntaxError", r"Missing parentheses in call to 'print'", "In Python 3 write `print(...)`."),
    Rule(
        "SyntaxError",
        r"invalid character|unterminated (?:triple-quoted )?(?:f-)?string",
        "A quote is missing or is a curved one. Code needs straight quotes: ' or \". Put the code between three "
        "backticks.",
    ),
    Rule(
        "SyntaxError",
        r"expected ':'",
        "A colon is missing at the end of the line: `def f(x):`, `if x > 0:`, `for i in range(3):`.",
    ),
    Rule(
        "SyntaxError",
        r"forgot a comma",
        "Two values stand side by side without a comma or an operator between them.",
    ),
    Rule(
        "SyntaxError",
        r"Maybe you meant '=='|cannot assign to (?:comparison|expression|function call|literal)",
        "A single `=` gives a name a value; to compare write `==`. On the left of `=` stands only a name, `x[...]` or "
        "`x.name`.",
    ),
    Rule(
        "SyntaxError",
        r"'return' outside function",
        "This `return` stands outside of the function. Give it the same indentation as the function's other lines.",
    ),
    Rule(
        "SyntaxError",
        r"positional argument follows keyword argument",
        "In a call, arguments with a name (`axis=1`) come after all those without.",
    ),
    Rule(
        "SyntaxError",
        r"(?:non-default argument|parameter without a default) follows",
        "In a `def` line, parameters with a default (`mask=None`) come after all those without.",
    ),
    Rule("SyntaxError", r"duplicate argument '(?P<name>\w+)'", "The name `{name}` stands twice in the `def` line."),
    Rule(
        "SyntaxError",
        r"leading zeros|invalid decimal literal",
        "This number can't be read. A number has no letter behind it and no 0 in front; a name does not start with a "
        "digit.",
    ),
    Rule("SyntaxError", r"nested too deeply", "The code has too many brackets or blocks inside each other."),
    Rule(
        "SyntaxError",
        "",
        "Python can't read this line. Look for a missing bracket, colon or quote here or on the line before.",
    ),
)
