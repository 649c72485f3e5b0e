// What a click does: buttons and menus of blocks, the tools of a message, and the menus that they open.
import { $, attempt, make, send, sentence, store, toast } from "./api.js";
import { confirmed } from "./dialogs.js";
import { valueOf, valuesOf } from "./forms.js";

let go = {};

export function setUpActions(navigation) {
  go = navigation;
  document.addEventListener("click", clicked);
  document.addEventListener("change", (event) => {
    const control = event.target.closest("[data-dispatch]");
    if (control && control.tagName !== "BUTTON") attempt(() => act(control, valueOf(control)));
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(); });
}

function clicked(event) {
  const target = event.target;
  if (!target.closest("#menu, [data-tool], [data-opens]")) closeMenu();
  for (const open of document.querySelectorAll("details.overflow[open]")) if (!open.contains(target)) open.open = false;
  const button = target.closest("button[data-element]");
  if (button) return attempt(() => act(button, button.dataset.value ?? null));
  const prompt = target.closest("[data-prompt]");
  if (prompt) return attempt(() => sayPrompt(prompt.dataset.prompt));
  const tool = target.closest("[data-tool]");
  const message = target.closest(".message");
  if (tool && message) return attempt(() => useTool(tool, message));
  if (target.matches(".list img, #home img")) return showPicture(target);
  if (message && !target.closest("a, button, input, select, textarea, summary, label")) tapped(message);
  return null;
}

// On a touch screen there is no hover: a tap shows the tools of a message.
function tapped(message) {
  const open = message.classList.contains("tapped");
  untap();
  message.classList.toggle("tapped", !open);
}

function untap() {
  document.querySelectorAll(".message.tapped").forEach((node) => node.classList.remove("tapped"));
}

async function act(control, value) {
  if (control.dataset.url) window.open(control.dataset.url, "_blank", "noopener");
  const question = control.dataset.confirm && JSON.parse(control.dataset.confirm);
  if (!(await confirmed(question))) return;
  control.closest("details")?.removeAttribute("open");
  const view = control.closest("[data-view]");
  const message = control.closest(".message");
  const place = view ? { view: view.dataset.view } : { channel: store.channel, ts: message.dataset.ts };
  const what = { action_id: control.dataset.actionId, block_id: control.dataset.blockId, value, form: valuesOf(view || message) };
  control.classList.add("busy");
  try {
    const { failed } = await send("press", { ...place, ...what });
    if (failed) toast(sentence(failed));
  } finally {
    control.classList.remove("busy");
  }
}

async function sayPrompt(text) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ user: store.me, channel: store.channel, thread_ts: store.thread, text })) form.set(name, value);
  await fetch("/page/post", { method: "POST", body: form });
}

async function useTool(tool, node) {
  const message = node.message;
  const place = { channel: store.channel, ts: message.ts };
  const tools = {
    react: () => send("react", { ...place, name: tool.dataset.name }),
    thread: () => go.openThread(message.thread_ts || message.ts),
    emoji: () => openMenu(tool, Object.entries(store.state.emoji).map(([name, mark]) => item(mark, name, () => send("react", { ...place, name }))), "grid"),
    more: () => openMenu(tool, moreItems(message, node, place)),
    dismiss: () => node.remove(),
  };
  await tools[tool.dataset.tool]();
}

function moreItems(message, node, place) {
  const items = [];
  for (const shortcut of store.state.shortcuts.filter((entry) => entry.kind === "message")) {
    items.push(item(shortcut.name, shortcut.description, () => runShortcut({ callback_id: shortcut.callback_id, ...place }), "APP"));
  }
  items.push(item("Copy text", "", () => navigator.clipboard?.writeText(node.querySelector(".content").innerText)));
  if (message.mine) {
    items.push(item("Edit message", "", () => startEdit(node, message)));
    items.push(item("Delete message", "", async () => {
      const question = { title: "Delete message", text: "Delete this message? This cannot be undone.", confirm: "Delete", deny: "Cancel", style: "danger" };
      if (await confirmed(question)) await send("delete", place);
    }));
  }
  return items;
}

export async function runShortcut(body) {
  const { failed } = await send("shortcut", body);
  if (failed) toast(sentence(failed));
}

function startEdit(node, message) {
  const area = make("textarea", { rows: String(Math.min(12, message.source.split("\n").length + 1)), "aria-label": "Edit message" });
  area.value = message.source;
  const save = make("button", { class: "button primary" }, "Save");
  const cancel = make("button", { type: "button", class: "button" }, "Cancel");
  const form = make("form", { class: "edit" }, area, make("div", {}, cancel, save));
  const content = node.querySelector(".content");
  const end = () => { form.remove(); content.hidden = false; };
  cancel.addEventListener("click", end);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => { await send("edit", { channel: store.channel, ts: message.ts, text: area.value }); end(); });
  });
  content.hidden = true;
  content.after(form);
  area.focus();
}

export function item(label, note, work, badge) {
  const button = make("button", { type: "button", role: "menuitem", title: note || "", "aria-label": note && !badge ? note : label }, label);
  if (badge) button.append(make("span", { class: "badge" }, badge));
  button.addEventListener("click", () => { closeMenu(); untap(); attempt(async () => work()); });
  return button;
}

export function openMenu(anchor, items, kind = "") {
  const menu = $("#menu");
  menu.replaceChildren(...items);
  menu.className = `menu ${kind}`;
  menu.hidden = false;
  const box = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
  const below = box.bottom + 4 + menu.offsetHeight < innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - menu.offsetHeight - 4)}px`;
  menu.querySelector("button")?.focus();
}

export function closeMenu() {
  $("#menu").hidden = true;
}

function showPicture(image) {
  const dialog = $("#picture");
  const close = make("button", { class: "icon", "aria-label": "Close the picture" }, "✕");
  dialog.replaceChildren(make("form", { method: "dialog" }, close, make("img", { src: image.src, alt: image.alt }), make("p", {}, image.alt)));
  dialog.showModal();
}
