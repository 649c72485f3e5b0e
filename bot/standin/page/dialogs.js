// Modals, the Home tab, and the small question that some buttons ask first.
import { $, attempt, get, make, send, store } from "./api.js";
import { fillIn, valuesOf } from "./forms.js";

let shown = null;

export async function showViews() {
  const { stack } = await get("views");
  const dialog = $("#modal");
  const view = stack.at(-1);
  if (!view) {
    shown = null;
    dialog.close();
    dialog.replaceChildren();
    return;
  }
  if (shown && shown.id === view.id && shown.hash === view.hash) return;
  const entered = shown && shown.id === view.id ? valuesOf(dialog) : {};
  shown = view;
  dialog.replaceChildren(viewForm(view, stack.length));
  fillIn(dialog, entered);
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector("[autofocus]") || dialog.querySelector(".view input, .view textarea, .view select") || dialog.querySelector("button"))?.focus();
}

function viewForm(view, depth) {
  const title = make("h2", { id: "modal-title" });
  title.innerHTML = view.title;
  const content = make("div", { class: "view blocks", "data-view": view.id });
  content.innerHTML = view.html;
  const back = make("button", { type: "button", class: "icon", "aria-label": depth > 1 ? "Back" : "Close" }, depth > 1 ? "←" : "✕");
  const cancel = make("button", { type: "button", class: "button" });
  cancel.innerHTML = view.close || "Cancel";
  for (const button of [back, cancel]) button.addEventListener("click", () => closeView(view.id, false));
  const foot = make("footer", {}, make("p", { class: "form-error", role: "alert", hidden: true }), cancel);
  if (view.submit) {
    const submit = make("button", { class: "button primary" });
    submit.innerHTML = view.submit;
    foot.append(submit);
  }
  const form = make("form", { novalidate: "" }, make("header", {}, title, back), content, foot);
  form.addEventListener("submit", (event) => { event.preventDefault(); attempt(() => submitView(form, view.id)); });
  return form;
}

async function submitView(form, view) {
  const button = form.querySelector("footer .primary");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const { errors } = await send("submit", { view, values: valuesOf(form) });
    showErrors(form, errors);
    await showViews();
  } finally {
    button.disabled = false;
  }
}

function showErrors(form, errors) {
  for (const block of form.querySelectorAll(".block.input")) {
    const text = errors[block.dataset.block] || "";
    const line = block.querySelector(".error");
    line.textContent = text;
    line.hidden = !text;
    block.classList.toggle("wrong", Boolean(text));
  }
  const general = form.querySelector(".form-error");
  general.textContent = errors[""] || "";
  general.hidden = !errors[""];
  form.querySelector(".wrong input, .wrong textarea, .wrong select")?.focus();
}

export function closeView(view, cleared) {
  return attempt(async () => { await send("close", { view, cleared }); await showViews(); });
}

export async function showHome() {
  const place = $("#home");
  const { home } = await get("views");
  if (store.tab !== "home") return;
  const entered = place.querySelector("[data-view]") ? valuesOf(place) : {};
  const content = make("div", { class: "view blocks" });
  if (home) {
    content.dataset.view = home.id;
    content.innerHTML = home.html;
  } else content.append(make("p", { class: "empty" }, "The Home tab is being prepared…"));
  place.replaceChildren(content);
  fillIn(place, entered);
}

export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const dialog = $("#confirm");
  const yes = make("button", { value: "yes", class: `button ${question.style}` }, question.confirm);
  const no = make("button", { value: "no", class: "button" }, question.deny);
  dialog.replaceChildren(make("form", { method: "dialog" }, make("header", {}, make("h2", { id: "confirm-title" }, question.title)),
    make("p", {}, question.text), make("footer", {}, no, yes)));
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => { dialog.onclose = () => resolve(dialog.returnValue === "yes"); });
}

$("#modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  if (shown) closeView(shown.id, true);
});
