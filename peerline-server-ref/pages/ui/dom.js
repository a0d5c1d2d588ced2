/** Elements without markup strings: what people write only ever becomes text. */

/** Makes an element; `onclick`-like keys become listeners, `undefined` and `false` are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

export function button(text, attributes) {
  return h("button", { type: "button", ...attributes }, text);
}

/** A labelled control; the label stands before it, as a reader meets it. */
export function field(label, control, hint) {
  const hintId = `${control.id}-hint`;
  if (hint) control.setAttribute("aria-describedby", hintId);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), hint && h("p", { id: hintId, class: "hint" }, hint), control);
}

export function select(attributes, options, value) {
  const control = h("select", attributes, ...options.map(([key, label]) => h("option", { value: key }, label)));
  if (value !== undefined) control.value = value;
  return control;
}

export function byId(id) {
  return document.getElementById(id);
}

function setAttribute(element, name, value) {
  if (value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : value);
}
