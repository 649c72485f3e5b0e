// Messages of a channel and of a thread. Only what changed is drawn again, so that half-filled inputs survive.
import { $, make, store } from "./api.js";

const clock = (ts) => new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (ts) => new Date(Number(ts) * 1000).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
const today = () => day(Date.now() / 1000);

export function person(id) {
  return store.people[id] || { id, real_name: id === "USLACKBOT" ? "Slackbot" : id, role: "bot", color: "#616061" };
}

export function avatar(id) {
  const user = person(id);
  const letters = user.real_name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const node = make("span", { class: `avatar ${user.role}`, "aria-hidden": "true" }, letters);
  node.style.background = user.color;
  return node;
}

export function showMessages(messages) {
  const list = $("#messages");
  const rows = [];
  let before = null;
  let marked = false;
  for (const message of messages) {
    if (!before || day(before.ts) !== day(message.ts)) rows.push(divider(`day${message.ts}`, day(message.ts) === today() ? "Today" : day(message.ts)));
    const fresh = !marked && before && isFresh(message);
    if (fresh) rows.push(divider("new", "New", "new"));
    marked ||= fresh;
    rows.push(row(message, !fresh && follows(before, message), false));
    before = message;
  }
  if (!messages.length) rows.push({ key: "empty", signature: "", build: () => make("p", { class: "empty" }, "Nothing here yet. Write the first message.") });
  draw(list, rows);
}

// Unread when the channel was opened; what comes while a person looks at it is not marked.
function isFresh(message) {
  const unread = store.unreadFrom && message.ts > store.unreadFrom && Number(message.ts) < store.openedAt;
  return unread && !message.private && message.user !== store.me;
}

export function showThread({ pane, root, replies, status, prompts }) {
  const count = replies.length;
  const rows = pane ? [] : [row(root, false, true)];
  $("#thread h2").textContent = pane ? "Assistant" : "Thread";
  if (pane) $("#thread-place").innerHTML = root.html;
  if (count && !pane) rows.push(divider(`count${count}`, `${count} ${count === 1 ? "reply" : "replies"}`, "count"));
  replies.forEach((reply, index) => rows.push(row(reply, follows(replies[index - 1], reply), true)));
  if (status) rows.push({ key: "status", signature: status, build: () => make("p", { class: "status", role: "status" }, `Tutor ${status}`) });
  if (prompts.prompts) rows.push({ key: "prompts", signature: JSON.stringify(prompts), build: () => promptRow(prompts) });
  draw($("#replies"), rows);
}

function promptRow({ title, prompts }) {
  return make("div", { class: "prompts" }, make("p", {}, title), ...prompts.map((prompt) =>
    make("button", { type: "button", class: "button", "data-prompt": prompt.message }, prompt.title)));
}

const divider = (key, text, kind = "day") => ({ key, signature: text, build: () => make("div", { class: `divider-row ${kind}` }, make("span", {}, text)) });

function follows(before, message) {
  return Boolean(before) && before.user === message.user && before.private === message.private && !before.replies
    && Number(message.ts) - Number(before.ts) < 300 && day(before.ts) === day(message.ts);
}

function row(message, compact, inThread) {
  return { key: message.ts, signature: JSON.stringify([message, compact]), build: () => messageNode(message, compact, inThread) };
}

function draw(list, rows) {
  const bottom = list.scrollHeight - list.scrollTop - list.clientHeight < 120 || !list.children.length;
  const old = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const nodes = rows.map((item) => {
    const known = old.get(item.key);
    if (known && known.signature === item.signature) return known;
    const node = item.build();
    if (known?.classList.contains("tapped")) node.classList.add("tapped");
    node.dataset.key = item.key;
    node.signature = item.signature;
    return node;
  });
  if (nodes.length !== list.children.length || nodes.some((node, index) => node !== list.children[index])) replace(list, nodes);
  if (bottom) list.scrollTop = list.scrollHeight;
  list.querySelectorAll("img:not([data-watched])").forEach((image) => {
    image.dataset.watched = "1";
    image.addEventListener("load", () => { if (bottom) list.scrollTop = list.scrollHeight; });
  });
}

// Nodes that stay are not moved, so focus and selection in them are kept.
function replace(list, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, index) => { if (list.children[index] !== node) list.insertBefore(node, list.children[index] || null); });
}

function messageNode(message, compact, inThread) {
  const user = person(message.user);
  const node = make("article", { class: `message${compact ? " compact" : ""}${message.private ? " private" : ""}`, "data-ts": message.ts, "aria-label": `${user.real_name} at ${clock(message.ts)}` });
  node.message = message;
  const body = make("div", { class: "body" });
  if (message.private) body.append(make("p", { class: "only-you" }, "👁 Only visible to you"));
  if (!compact) body.append(heading(message, user));
  const content = make("div", { class: message.subtype === "tombstone" ? "content tombstone" : "content" });
  content.innerHTML = message.html;
  body.append(content);
  if (message.edited) body.append(make("small", { class: "edited" }, "(edited)"));
  if (message.streaming) body.append(make("small", { class: "edited" }, "writing…"));
  message.files.forEach((file) => body.append(fileCard(file)));
  if (message.reactions.length) body.append(reactions(message));
  if (message.replies && !inThread) body.append(replyLink(message));
  node.append(compact ? make("time", { class: "gutter" }, clock(message.ts)) : avatar(message.user), body, tools(message, inThread));
  return node;
}

function heading(message, user) {
  const line = make("div", { class: "who" }, make("b", {}, user.real_name));
  if (user.role === "bot") line.append(make("span", { class: "badge" }, "APP"));
  line.append(make("time", { datetime: new Date(Number(message.ts) * 1000).toISOString(), title: `${day(message.ts)} ${clock(message.ts)}` }, clock(message.ts)));
  return line;
}

function fileCard(file) {
  const source = `/page/slack-file?name=${encodeURIComponent(file.id)}`;
  if (file.gone) return make("div", { class: "file gone" }, "This file was deleted.");
  if (!file.picture) {
    const link = make("a", { href: source, download: file.name }, make("b", {}, file.title), make("small", {}, `${file.kind.toUpperCase()} · ${size(file.size)}`));
    return make("div", { class: "file" }, make("span", { class: "file-icon", "aria-hidden": "true" }, "📄"), link);
  }
  const image = make("img", { src: source, alt: file.alt || file.title, loading: "lazy" });
  if (file.width) Object.assign(image, { width: file.width, height: file.height });
  const figure = make("figure", { class: "file-picture" }, make("figcaption", {}, file.title), image);
  if (file.alt) figure.append(make("details", { class: "alt" }, make("summary", {}, "Description"), file.alt));
  return figure;
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

function reactions(message) {
  return make("div", { class: "reactions" }, ...message.reactions.map((item) =>
    make("button", { type: "button", class: item.mine ? "mine" : "", "data-tool": "react", "data-name": item.name, "aria-pressed": String(item.mine), title: item.users.map((id) => person(id).real_name).join(", "), "aria-label": `${item.name}, ${item.count}` }, `${item.emoji} ${item.count}`)));
}

function replyLink(message) {
  const faces = message.repliers.slice(0, 4).map(avatar);
  return make("button", { type: "button", class: "replies", "data-tool": "thread" }, ...faces,
    make("b", {}, `${message.replies} ${message.replies === 1 ? "reply" : "replies"}`), make("span", { class: "last" }, `Last reply ${clock(message.latest_reply)}`));
}

function tools(message, inThread) {
  const bar = make("div", { class: "tools", role: "toolbar", "aria-label": "Message actions" });
  const tool = (name, label, mark) => make("button", { type: "button", class: "icon", "data-tool": name, "aria-label": label, title: label }, mark);
  if (!message.private) {
    bar.append(tool("emoji", "Add a reaction", "☺"));
    if (!inThread) bar.append(tool("thread", "Reply in thread", "💬"));
    bar.append(tool("more", "More actions", "⋮"));
  } else bar.append(tool("dismiss", "Dismiss message", "✕"));
  return bar;
}
