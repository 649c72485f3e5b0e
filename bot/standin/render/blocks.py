"""Layout blocks to HTML."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from bot.standin.render.elements import attribute, element, text_of
from bot.standin.render.markdown import markdown
from bot.standin.render.mrkdwn import Names, mrkdwn, plain
from bot.standin.render.rich_text import escaped_exactly, rich_text
from bot.standin.values import Json


def blocks_html(blocks: list[Json], names: Names) -> str:
    renderers: dict[str, Callable[[Json, Names], str]] = {
        "section": _section,
        "actions": _actions,
        "context": _context,
        "context_actions": _actions,
        "header": _header,
        "image": _image,
        "input": _input,
        "rich_text": rich_text,
        "table": _table,
        "divider": lambda block, names: "<hr>",
        "markdown": lambda block, names: markdown(block["text"], names),
    }
    return "".join(
        f'<div class="block {block["type"]}"{attribute("data-block", block["block_id"])}>'
        f"{renderers[block['type']](block, names)}</div>"
        for block in blocks
    )


def _section(block: Json, names: Names) -> str:
    text = f'<div class="text">{text_of(block["text"], names)}</div>' if "text" in block else ""
    cells = "".join(f"<div>{text_of(item, names)}</div>" for item in block.get("fields", []))
    fields = f'<div class="fields">{cells}</div>' if cells else ""
    accessory = block.get("accessory")
    if accessory is None:
        return text + fields
    beside = picture(accessory) if accessory["type"] == "image" else element(accessory, block, names)
    return f'<div class="beside"><div>{text}{fields}</div><div class="accessory">{beside}</div></div>'


def _actions(block: Json, names: Names) -> str:
    return "".join(element(item, block, names) for item in block["elements"])


def _context(block: Json, names: Names) -> str:
    shown = [
        picture(item) if item["type"] == "image" else f"<span>{text_of(item, names)}</span>"
        for item in block["elements"]
    ]
    return "".join(shown)


def _header(block: Json, names: Names) -> str:
    return f"<h3>{plain(block['text']['text'])}</h3>"


def _image(block: Json, names: Names) -> str:
    title = f"<figcaption>{plain(block['title']['text'])}</figcaption>" if "title" in block else ""
    return f"<figure>{title}{picture(block)}</figure>"


def picture(item: Json) -> str:
    """An uploaded picture comes from this server, any other from its own address."""
    file = item.get("slack_file")
    address = f"/page/slack-file?name={quote(file.get('id') or file['url'], safe='')}" if file else item["image_url"]
    return f'<img loading="lazy"{attribute("src", address)}{attribute("alt", item["alt_text"])}>'


def _input(block: Json, names: Names) -> str:
    optional = ' <span class="optional">(optional)</span>' if block.get("optional") else ""
    label = f'<div class="label">{plain(block["label"]["text"])}{optional}</div>'
    hint = f'<div class="hint">{plain(block["hint"]["text"])}</div>' if "hint" in block else ""
    control = element(block["element"], block, names)
    many = block["element"]["type"] in ("checkboxes", "radio_buttons")
    inside = label + control
    wrapped = f"<fieldset>{inside}</fieldset>" if many else f"<label>{inside}</label>"
    return f'{wrapped}{hint}<div class="error" role="alert" hidden></div>'


def _table(block: Json, names: Names) -> str:
    head, *rows = block["rows"]
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell, names)}</td>' for cell in row)}</tr>" for row in rows)
    top = "".join(f'<th scope="col">{_cell(cell, names)}</th>' for cell in head)
    return f"<div class='scroll'><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"


def _cell(cell: Json, names: Names) -> str:
    return rich_text(cell, names) if cell["type"] == "rich_text" else escaped_exactly(cell["text"])


def message_body(message: Json, names: Names) -> str:
    """Blocks when there are any, else the text."""
    blocks = message.get("blocks")
    return blocks_html(blocks, names) if blocks else f'<div class="text">{mrkdwn(message.get("text", ""), names)}</div>'
