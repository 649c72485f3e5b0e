"""LaTeX made readable: formulas as Unicode for people, and as words for the search.

`readable("$\\frac{QK^T}{\\sqrt{d_k}}$")` gives `QKᵀ/√dₖ`, and `spoken("√dₖ")` gives ` sqrt d_k`.
What has no Unicode form stays as plain letters, so nothing is lost to the search.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["displayed", "readable", "rows", "spoken", "to_unicode"]

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
SYMBOLS = {
    "cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "ast": "∗", "circ": "∘", "pm": "±",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "equiv": "≡",
    "propto": "∝", "sim": "∼", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩",
    "setminus": "∖", "forall": "∀", "exists": "∃", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑",
    "prod": "∏", "int": "∫", "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "implies": "⇒",
    "iff": "⇔", "mapsto": "↦", "ldots": "…", "cdots": "…", "dots": "…", "vdots": "⋮", "top": "⊤", "mid": "|",
    "vert": "|", "Vert": "‖", "|": "‖", "ell": "ℓ", "prime": "′", "therefore": "∴", "because": "∵",
    "triangleright": "▹", "langle": "⟨", "rangle": "⟩", "{": "{", "}": "}", "_": "_", "%": "%", "&": "&", "#": "#",
    "$": "$", "quad": " ", "qquad": " ", ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "bmod": " mod ",
}  # fmt: skip
DROPPED = {"left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "limits", "nolimits",
           "displaystyle", "textstyle", "hline", "label", "nonumber", "notag", "small", "large", "bf", "rm",
           "it"}  # fmt: skip
ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
           "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7"}  # fmt: skip
SUBSCRIPTS = dict(zip("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
SUPERSCRIPTS = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤′∗",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ′*", strict=True)
)  # fmt: skip

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&~]|\s+|.", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[a-zA-Z]+\*?\}(?:\{[lcr|]+\})?")
_MATH = re.compile(
    r"(?P<code>```.*?```|`[^`\n]+`)"
    r"|\$\$(?P<display>.+?)\$\$"
    r"|\\\[(?P<bracket>.+?)\\\]|\\\((?P<paren>.+?)\\\)"
    r"|(?P<env>\\begin\{(?P<name>align|aligned|equation|gather|eqnarray|split)(?P<star>\*?)\}.+?\\end\{(?P=name)(?P=star)\})"
    r"|(?<![\\$\w])\$(?P<inline>(?:\\.|[^$\\])+?)\$(?![\d$])",
    re.DOTALL,
)


def readable(markdown: str) -> str:
    """Markdown with every formula outside code replaced by its Unicode form."""
    return _MATH.sub(_replace, markdown)


def _replace(match: re.Match[str]) -> str:
    if match["code"]:
        return match[0]
    block = match["display"] or match["bracket"] or match["env"]
    if block:
        return f"\n\n{to_unicode(block)}\n\n" if "\n" in match[0] or match["env"] else f" {to_unicode(block)} "
    inline = match["paren"] or match["inline"]
    is_money = match["inline"] and inline != inline.strip() and not re.search(r"[\\^_=]", inline)
    return match[0] if is_money or "\n\n" in inline else to_unicode(inline)


def to_unicode(tex: str) -> str:
    """One formula, without its delimiters, as Unicode text; rows of an alignment become lines."""
    lines = [_Formula(row).all() for row in rows(tex)]
    return "\n".join(line for line in (re.sub(r"\s+", " ", line).strip() for line in lines) if line)


def rows(tex: str) -> list[str]:
    """The rows of a formula, without the environment around them and comments."""
    tex = re.sub(r"(?<!\\)%.*", "", _ENVIRONMENT.sub("", tex)).replace("\\newline", "\\\\")
    return [row.strip() for row in re.split(r"\\\\(?:\[[^\]]*\])?", tex) if row.strip()]


def displayed(markdown: str) -> list[str]:
    """The LaTeX of the formulas that stand on lines of their own, in order."""
    found = _MATH.finditer(markdown)
    blocks = (match["display"] or match["bracket"] or match["env"] for match in found if not match["code"])
    return [block.strip() for block in blocks if block and block.strip()]


class _Formula:
    """A reader of one row of LaTeX, one token of look-ahead."""

    def __init__(self, tex: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(tex)
        self.position = 0

    def all(self) -> str:
        return "".join(self._rest(closing=""))

    def _rest(self, closing: str) -> list[str]:
        out: list[str] = []
        while self.position < len(self.tokens):
            token = self._next()
            if token == closing:
                break
            out.append(self._value(token))
        return out

    def _next(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1]

    def _argument(self) -> str:
        while self.position < len(self.tokens) and self.tokens[self.position].isspace():
            self.position += 1
        return self._value(self._next()).strip() if self.position < len(self.tokens) else ""

    def _value(self, token: str) -> str:
        if token == "{":
            return "".join(self._rest(closing="}"))
        if token in "^_":
            return _script(self._argument(), SUPERSCRIPTS if token == "^" else SUBSCRIPTS, token)
        if token in "}&":
            return " " if token == "&" else ""
        if token == "*":
            return "∗"
        if len(token) > 1 and token.startswith("\\"):
            return self._command(token[1:].rstrip("*"))
        return " " if token == "~" or token.isspace() else token

    def _command(self, name: str) -> str:
        if name in GREEK or name in SYMBOLS:
            return GREEK[name] if name in GREEK else SYMBOLS[name]
        if name in DROPPED:
            return ""
        if name in ("frac", "dfrac", "tfrac"):
            return f"{_grouped(self._argument())}/{_grouped(self._argument())}"
        if name == "sqrt":
            return f"√{_grouped(self._argument())}"
        if name in ACCENTS:
            return _accented(self._argument(), ACCENTS[name])
        if name in ("color", "textcolor"):
            self._argument()
            return ""
        if name in ("underset", "overset"):
            below = self._argument()
            return f"{self._argument()}_{_grouped(below)}"
        return self._named(name)

    def _named(self, name: str) -> str:
        """A function's name (`\\log`) as a word; a wrapper (`\\mathbf{x}`) as what it holds."""
        if re.match(r"math|text|bold|under|over|operatorname|mbox|bm$|pmb$|phantom", name):
            return self._argument()
        return f" {name} " if self.position < len(self.tokens) and self.tokens[self.position] not in "({^_" else name


def _script(text: str, table: dict[str, str], mark: str) -> str:
    plain = text.replace(" ", "") if len(text) <= 12 else text
    if plain and all(letter in table for letter in plain):
        return "".join(table[letter] for letter in plain)
    return mark + (plain if re.fullmatch(r"\w+", plain) else f"({text})")


def _grouped(text: str) -> str:
    text = re.sub(r"([∂∇])\s+", r"\1", text)
    wrapped = text.startswith("(") and text.find(")") == len(text) - 1
    return text if wrapped or re.fullmatch(r"[^\s+\-=/|,∼·]*", text) else f"({text})"


def _accented(text: str, accent: str) -> str:
    return unicodedata.normalize("NFC", text + accent) if len(text) == 1 else text + accent * (len(text) < 4)


_LOWERED = {raised: plain for table in (SUBSCRIPTS, SUPERSCRIPTS) for plain, raised in table.items()} | {"ᵀ": "T"}
_WORDS = {symbol: name.removeprefix("var").lower() for name, symbol in GREEK.items()} | {
    "√": "sqrt", "∇": "nabla gradient", "∂": "partial derivative", "∏": "product", "∑": "sum", "∫": "integral",
    "∞": "infinity", "∼": "sampled", "≤": "less equal", "≥": "greater equal", "×": " x ", "⊤": "transpose",
    "\u0304": "bar", "\u0302": "hat", "\u0303": "tilde",
}  # fmt: skip
_SUBSCRIPT_RUN = re.compile(f"[{re.escape(''.join(SUBSCRIPTS.values()))}]+")
_SUPERSCRIPT_RUN = re.compile(f"[{re.escape(''.join(SUPERSCRIPTS.values()))}]+".replace("′", "").replace("\\*", ""))
_SPOKEN = re.compile("|".join(map(re.escape, _WORDS)))


def spoken(text: str) -> str:
    """Text with mathematical characters as the words that a learner types: `ᾱₜ` as ` alpha  bar _t`."""
    if text.isascii():
        return text
    text = _SUBSCRIPT_RUN.sub(lambda run: "_" + "".join(_LOWERED[letter] for letter in run[0]), text)
    text = _SUPERSCRIPT_RUN.sub(lambda run: " " + "".join(_LOWERED[letter] for letter in run[0]), text)
    text = unicodedata.normalize("NFD", text)
    text = _SPOKEN.sub(lambda symbol: f" {_WORDS[symbol[0]]} ", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r" +_", "_", unicodedata.normalize("NFKC", text))
