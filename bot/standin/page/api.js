// Calls to the server, and what the page knows.
export const store = { me: localStorage.getItem("me") || "amina", state: null, channel: null, thread: null, tab: "messages" };

export const $ = (selector, root = document) => root.querySelector(selector);

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in node && typeof value !== "string") node[name] = value;
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function toast(text) {
  const node = $("#toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { node.hidden = true; }, 6000);
}

const SENTENCES = {
  dispatch_failed: "The tutor is not connected, so nothing was sent. Try again in a moment.",
  operation_timeout: "The tutor did not answer in 3 seconds. Try again.",
  not_in_channel: "You are not in this channel.",
  no_text: "Write something first.",
  cant_update_message: "Only the writer can edit this message.",
  message_not_found: "This message is gone.",
};
export const sentence = (code) => SENTENCES[code] || code;

async function answer(response) {
  const content = await response.json().catch(() => ({ error: `The server answered ${response.status}.` }));
  if (!response.ok) throw new Error(sentence(content.error || `The server answered ${response.status}.`));
  return content;
}

export async function get(path, parameters = {}) {
  return answer(await fetch(`/page/${path}?${new URLSearchParams({ user: store.me, ...parameters })}`));
}

export async function send(path, body = {}) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" } };
  return answer(await fetch(`/page/${path}`, { ...options, body: JSON.stringify({ user: store.me, ...body }) }));
}

export async function sendForm(path, form) {
  form.set("user", store.me);
  return answer(await fetch(`/page/${path}`, { method: "POST", body: form }));
}

// Runs something a person asked for; what goes wrong is said in one sentence.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message === "Failed to fetch" ? "The server is not running." : error.message);
    return null;
  }
}
