// The message box: several lines, commands and names completed, files attached.
import { $, attempt, make, send, sendForm, store, toast } from "./api.js";
import { item, openMenu, runShortcut } from "./actions.js";

const fineKeyboard = matchMedia("(pointer: fine)").matches;

export function setUpComposer(form) {
  const place = form.dataset.place;
  const area = make("textarea", { id: `text-${place}`, rows: "1", "aria-label": place === "thread" ? "Reply" : "Message", placeholder: place === "thread" ? "Reply…" : "Write a message, or / for commands", autocomplete: "off" });
  const list = make("ul", { class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const chips = make("div", { class: "chips" });
  const picker = make("input", { type: "file", multiple: true, hidden: true, "aria-label": "Choose files" });
  const attach = tool("+", "Attach a file");
  const quick = tool("⚡", "Shortcuts");
  quick.dataset.opens = "menu";
  const submit = make("button", { class: "button primary send", "aria-label": "Send" }, "➤");
  const box = { form, area, list, chips, place, files: [], chosen: 0 };
  form.append(list, chips, area, make("div", { class: "row" }, attach, quick, picker, make("span", { class: "help" }, fineKeyboard ? "Shift+Enter for a new line" : ""), submit));
  attach.addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => { box.files.push(...picker.files); picker.value = ""; showChips(box); });
  quick.addEventListener("click", () => openShortcuts(quick));
  area.addEventListener("input", () => { grow(area); suggest(box); });
  area.addEventListener("keydown", (event) => key(box, event));
  area.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { box.files.push(...event.clipboardData.files); showChips(box); } });
  area.addEventListener("blur", () => setTimeout(() => { list.hidden = true; }, 150));
  form.addEventListener("submit", (event) => { event.preventDefault(); attempt(() => submitted(box)); });
}

const tool = (mark, label) => make("button", { type: "button", class: "icon", "aria-label": label, title: label }, mark);

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
}

function openShortcuts(anchor) {
  const shortcuts = store.state.shortcuts.filter((entry) => entry.kind === "global");
  const items = shortcuts.map((entry) => item(entry.name, entry.description, () => runShortcut({ callback_id: entry.callback_id }), "APP"));
  openMenu(anchor, items.length ? items : [make("p", {}, "The app has no shortcuts here.")]);
}

function showChips(box) {
  box.chips.replaceChildren(...box.files.map((file, index) => {
    const remove = make("button", { type: "button", "aria-label": `Remove ${file.name}` }, "✕");
    remove.addEventListener("click", () => { box.files.splice(index, 1); showChips(box); });
    return make("span", {}, file.name, remove);
  }));
}

function candidates(box) {
  const before = box.area.value.slice(0, box.area.selectionStart);
  if (/^\/\S*$/.test(before)) {
    if (box.place === "thread") return [];
    return store.state.commands.filter((command) => command.name.startsWith(before))
      .map((command) => ({ label: command.name, note: [command.usage_hint, command.description].filter(Boolean).join(" — "), text: `${command.name} `, from: 0 }));
  }
  const name = before.match(/(?:^|\s)@([\w-]*)$/);
  if (!name) return [];
  const from = before.length - name[1].length - 1;
  return store.state.users.filter((user) => user.name.startsWith(name[1].toLowerCase()))
    .map((user) => ({ label: `@${user.name}`, note: user.real_name, text: `@${user.name} `, from }));
}

function suggest(box) {
  const found = candidates(box);
  box.found = found;
  box.chosen = 0;
  box.list.hidden = !found.length;
  box.list.replaceChildren(...found.map((entry, index) => {
    const row = make("li", { role: "option", "aria-selected": String(index === 0) }, make("b", {}, entry.label), make("span", {}, entry.note));
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); take(box, entry); });
    return row;
  }));
}

function take(box, entry) {
  const { area } = box;
  const after = area.value.slice(area.selectionStart).trimStart();
  area.value = area.value.slice(0, entry.from) + entry.text + after;
  area.selectionStart = area.selectionEnd = entry.from + entry.text.length;
  box.list.hidden = true;
  area.focus();
}

function key(box, event) {
  if (!box.list.hidden && suggestionKey(box, event)) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !fineKeyboard) return;
  const fences = box.area.value.slice(0, box.area.selectionStart).split("```").length - 1;
  if (fences % 2) return;
  event.preventDefault();
  attempt(() => submitted(box));
}

function suggestionKey(box, event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move) {
    box.chosen = (box.chosen + move + box.found.length) % box.found.length;
    [...box.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === box.chosen)));
  } else if (event.key === "Escape") box.list.hidden = true;
  else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && box.area.value !== box.found[box.chosen].label)) take(box, box.found[box.chosen]);
  else return false;
  event.preventDefault();
  return true;
}

async function submitted(box) {
  const text = box.area.value.trim();
  if (!text && !box.files.length) return;
  const command = text.match(/^(\/[\w-]+)(?:\s+([\s\S]*))?$/);
  if (command && !box.files.length) {
    if (box.place === "thread") { toast(`${command[1]} is not supported in threads. Sorry!`); return; }
    clear(box);
    await send("command", { channel: store.channel, name: command[1], text: command[2] || "" });
    return;
  }
  const form = new FormData();
  form.set("channel", store.channel);
  form.set("text", text);
  if (box.place === "thread") form.set("thread_ts", store.thread);
  for (const file of box.files) form.append("file", file);
  await sendForm("post", form);
  clear(box);
  const list = $(box.place === "thread" ? "#replies" : "#messages");
  list.scrollTop = list.scrollHeight;
}

function clear(box) {
  box.area.value = "";
  box.files = [];
  box.list.hidden = true;
  showChips(box);
  grow(box.area);
}
