"""The built-in material: every code block runs where *Run this* runs it, and every section is well-formed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import knowledge
from runners.sandbox import Limits, Sandbox

MATERIAL = sorted((Path(knowledge.__file__).parent / "material").glob("*.md"))
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)


def blocks() -> Iterator[pytest.param]:  # type: ignore[valid-type]
    for file in MATERIAL:
        section = ""
        tokens = MarkdownIt().parse(file.read_text("utf-8"))
        for token, following in zip(tokens, [*tokens[1:], None], strict=True):
            if token.type == "heading_open" and following is not None:
                section = following.content
            if token.type == "fence" and token.info.strip() == "python":
                line = token.map[0] + 1 if token.map else 0
                yield pytest.param(token.content, id=f"{file.stem}:{line}:{section[:40]}")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60), size=2) as running:
        yield running


@pytest.mark.parametrize("code", list(blocks()))
def test_a_code_block_runs(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run(code)
    assert result.status == "ok", result.error


def sections() -> Iterator[pytest.param]:  # type: ignore[valid-type]
    for file in MATERIAL:
        parts = _HEADING.split(file.read_text("utf-8"))[1:]
        for title, body in zip(parts[::2], parts[1::2], strict=True):
            yield pytest.param(re.split(r"^## ", body, flags=re.MULTILINE)[0], id=f"{file.stem}:{title[:50]}")


@pytest.mark.parametrize("body", list(sections()))
def test_a_section_can_be_read_on_a_phone(body: str) -> None:
    prose = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    assert 90 <= len(prose.split()) <= 420


@pytest.mark.parametrize("file", MATERIAL, ids=lambda file: file.stem)
def test_every_link_between_sections_leads_somewhere(file: Path) -> None:
    text = file.read_text("utf-8")
    anchors = {_anchor(title) for title in re.findall(r"^#{1,4} (.+)$", text, re.MULTILINE)}
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in anchors


def _anchor(title: str) -> str:
    """GitHub's rule: lower case, spaces to hyphens, punctuation dropped."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
