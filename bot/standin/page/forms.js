// The values of Block Kit inputs in a message, a modal or the Home tab.
const several = (kind) => kind === "checkboxes" || kind.startsWith("multi_");

export function valueOf(control) {
  const kind = control.dataset.element;
  if (kind === "checkboxes") return [...control.querySelectorAll("input:checked")].map((box) => box.value);
  if (kind === "radio_buttons") return control.querySelector("input:checked")?.value ?? null;
  if (kind.startsWith("multi_")) return [...control.selectedOptions].map((option) => option.value);
  return control.value === "" ? null : control.value;
}

function controls(root) {
  return [...root.querySelectorAll("[data-element]")].filter((node) => !["button", "overflow", "feedback_buttons", "icon_button"].includes(node.dataset.element));
}

export function valuesOf(root) {
  const values = {};
  for (const control of controls(root)) {
    values[control.dataset.blockId] ||= {};
    values[control.dataset.blockId][control.dataset.actionId] = valueOf(control);
  }
  return values;
}

// Slack keeps what was entered when an updated view has the same block and action ids.
export function fillIn(root, values) {
  for (const control of controls(root)) {
    const value = values[control.dataset.blockId]?.[control.dataset.actionId];
    if (value === undefined) continue;
    const chosen = several(control.dataset.element) ? value : [value];
    if (control.matches("div")) control.querySelectorAll("input").forEach((box) => { box.checked = chosen.includes(box.value); });
    else if (control.multiple) for (const option of control.options) option.selected = chosen.includes(option.value);
    else if (control.tagName !== "SELECT" || [...control.options].some((option) => option.value === value)) control.value = value ?? "";
  }
}
