// The page: who acts, which channel is shown, and what to fetch again when something changes.
import { $, attempt, get, make, send, store } from "./api.js";
import { setUpComposer } from "./composer.js";
import { setUpActions } from "./actions.js";
import { showHome, showViews } from "./dialogs.js";
import { showMessages, showThread } from "./messages.js";

const later = {};
function soon(name, work) {
  if (later[name]) return;
  later[name] = setTimeout(() => { delete later[name]; attempt(work); }, 40);
}

async function loadState() {
  store.state = await get("state");
  store.me = store.state.me;
  store.people = Object.fromEntries(store.state.users.map((user) => [user.id, user]));
  showSidebar();
  showConnection();
}

function showConnection() {
  const { connected } = store.state;
  const dot = $("#connection");
  dot.className = connected ? "on" : "off";
  dot.textContent = connected ? "Tutor connected" : "Connecting…";
  $("#banner").hidden = connected;
  $("#banner").textContent = connected ? "" : "Connecting to the tutor… What you send is kept and delivered when it is ready.";
}

// Drawn again only when something in it changed, so that an open menu or the keyboard focus is not lost.
function showSidebar() {
  const signature = JSON.stringify([store.me, store.channel, store.tab, store.state.channels]);
  if (signature === store.sidebar) return;
  store.sidebar = signature;
  const people = store.state.users.filter((user) => user.role !== "bot");
  $("#act-as").replaceChildren(...[["learner", "Learners"], ["tutor", "Tutors"], ["organiser", "Organisers"]].map(([role, label]) => make("optgroup", { label },
    ...people.filter((user) => user.role === role).map((user) =>
      make("option", { value: user.id, selected: user.id === store.me }, user.real_name + (user.title === "Learner" ? "" : ` – ${user.title}`))))));
  const rooms = store.state.channels;
  $("#channels").replaceChildren(...rooms.filter((room) => room.kind !== "im").map((room) =>
    entry(room.id, "messages", room.kind === "group" ? "🔒" : "#", room.name, room.unread)));
  const direct = rooms.find((room) => room.kind === "im");
  $("#apps").replaceChildren(entry(direct.id, "home", "⌂", "Home", 0), entry(direct.id, "messages", "✉", "Tutor messages", direct.unread));
  if (store.state.assistant.on) $("#apps").append(assistantEntry(direct.id));
}

// Each click starts a new conversation, as Slack's button beside the search field does.
function assistantEntry(channel) {
  const button = make("button", { type: "button", title: store.state.assistant.description },
    make("span", { class: "mark", "aria-hidden": "true" }, "✦"), make("span", { class: "name" }, "Assistant"));
  button.addEventListener("click", () => attempt(async () => { const { ts } = await send("assistant"); await open(channel, "messages", ts); }));
  return make("li", {}, button);
}

function entry(channel, tab, mark, name, unread) {
  const current = store.channel === channel && store.tab === tab;
  const shown = current ? 0 : unread;
  const button = make("button", { type: "button", class: shown ? "unread" : "" },
    make("span", { class: "mark", "aria-hidden": "true" }, mark), make("span", { class: "name" }, name));
  if (current) button.setAttribute("aria-current", "page");
  if (shown) button.append(make("span", { class: "count", "aria-label": `${shown} unread` }, String(shown)));
  button.addEventListener("click", () => open(channel, tab));
  return make("li", {}, button);
}

export async function open(channel, tab = "messages", thread = null) {
  const room = store.state.channels.find((item) => item.id === channel) || store.state.channels[0];
  Object.assign(store, { channel: room.id, tab, thread, room, unreadFrom: room.read, openedAt: Date.now() / 1000 });
  document.body.classList.remove("sidebar-open");
  $("#shade").hidden = true;
  showSidebar();
  const direct = room.kind === "im";
  $("#title").textContent = direct ? store.people[store.state.bot].real_name : `${room.kind === "group" ? "🔒 " : "# "}${room.name}`;
  $("#topic").textContent = direct ? "App" : `${room.members} members · ${room.topic}`;
  document.title = `${direct ? "Tutor" : room.name} – Indaba`;
  $("#tabs").hidden = !direct;
  for (const button of $("#tabs").children) button.setAttribute("aria-selected", String(button.dataset.tab === tab));
  const home = tab === "home";
  $("#home").hidden = !home;
  $("#messages").hidden = home;
  $("#main > form").hidden = home;
  $("#messages").replaceChildren();
  history.replaceState(null, "", `/#/${room.id}${home ? "/home" : thread ? `/${thread}` : ""}`);
  // Before what is slow: else it would close a thread that a person opened meanwhile.
  const threadShown = openThread(thread);
  if (direct) await send("home", { tab });
  await Promise.all([home ? showHome() : loadMessages(), threadShown]);
}

// On a slow line answers overtake each other. `null` for one that comes after a newer one was given.
const asked = { channel: 0, thread: 0 };
const given = { channel: 0, thread: 0 };
async function getNewest(list, parameters) {
  const number = (asked[list] += 1);
  const content = await get("messages", parameters);
  if (number < given[list]) return null;
  given[list] = number;
  return content;
}

async function loadMessages() {
  if (store.tab === "home") return;
  const channel = store.channel;
  const content = await getNewest("channel", { channel });
  if (!content || channel !== store.channel) return;
  showMessages(content.messages);
  if (document.visibilityState === "visible") {
    await send("read", { channel });
    store.state.channels.find((room) => room.id === channel).unread = 0;
  }
}

export async function openThread(ts) {
  store.thread = ts;
  $("#thread").hidden = !ts;
  document.body.classList.toggle("thread-open", Boolean(ts));
  history.replaceState(null, "", `/#/${store.channel}${store.tab === "home" ? "/home" : ts ? `/${ts}` : ""}`);
  if (!ts) return;
  $("#replies").replaceChildren();
  $("#thread-place").textContent = $("#title").textContent;
  await loadThread();
}

async function loadThread() {
  if (!store.thread) return;
  const thread = store.thread;
  const content = await getNewest("thread", { channel: store.channel, thread }).catch(() => "gone");
  if (!content || thread !== store.thread) return;
  if (content === "gone") await openThread(null);
  else showThread(content);
}

function changed(change) {
  if (change.kind === "views") return soon("views", showViews);
  if (change.kind === "home") return store.tab === "home" && soon("home", showHome);
  if (change.kind !== "connection" && change.channel === store.channel) {
    soon("messages", loadMessages);
    soon("thread", loadThread);
  }
  return soon("state", loadState);
}

function listen() {
  store.stream?.close();
  store.stream = new EventSource(`/page/changes?user=${encodeURIComponent(store.me)}`);
  store.stream.onmessage = (event) => changed(JSON.parse(event.data));
  store.stream.onopen = () => attempt(async () => { await loadState(); await loadMessages(); await loadThread(); await showViews(); });
  store.stream.onerror = () => {
    $("#connection").className = "off";
    $("#connection").textContent = "Server is not running";
  };
}

async function actAs(user) {
  store.me = user;
  localStorage.setItem("me", user);
  await loadState();
  listen();
  const kept = store.state.channels.find((room) => room.id === store.channel && room.kind !== "im");
  const direct = store.state.channels.find((room) => room.kind === "im");
  await open((kept || (store.room?.kind === "im" ? direct : store.state.channels[0])).id, kept ? "messages" : store.tab, kept ? store.thread : null);
  await showViews();
}

function place() {
  const archive = location.pathname.match(/^\/archives\/(\w+)\/p(\d+)(\d{6})$/);
  if (archive) {
    const parent = new URLSearchParams(location.search).get("thread_ts");
    return [archive[1], parent || `${archive[2]}.${archive[3]}`];
  }
  return location.hash.replace(/^#\/?/, "").split("/");
}

async function start() {
  await loadState().catch(async () => { store.me = "amina"; await loadState(); });
  setUpComposer($('form[data-place="channel"]'));
  setUpComposer($('form[data-place="thread"]'));
  setUpActions({ openThread, open });
  $("#act-as").addEventListener("change", (event) => attempt(() => actAs(event.target.value)));
  $("#close-thread").addEventListener("click", () => attempt(() => openThread(null)));
  $("#open-sidebar").addEventListener("click", () => { document.body.classList.add("sidebar-open"); $("#shade").hidden = false; });
  $("#shade").addEventListener("click", () => { document.body.classList.remove("sidebar-open"); $("#shade").hidden = true; });
  for (const button of $("#tabs").children) button.addEventListener("click", () => attempt(() => open(store.channel, button.dataset.tab)));
  const [channel, rest] = place();
  await open(channel, rest === "home" ? "home" : "messages", rest && rest !== "home" ? rest : null);
  listen();
}

attempt(start);
