/** Steps of a case, as forms: what was filled in goes to the API, a conflict comes back with the present card. */

import { $, $$, make } from "./dom.js";
import { sendJSON } from "./http.js";

const NUMBERS = new Set(["unit", "standard", "handler", "colleague", "category"]);
const LISTS = new Set(["parts", "units"]); // rows of a form: a text and a unit beside it
const OF_THE_FORM = new Set(["csrfmiddlewaretoken", "verb", "version"]); // for a browser that sends the form itself

/** What a form says, by name; empty fields are left out. */
export function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (LISTS.has(name)) {
      values[name] = [...(values[name] || []), value.trim()];
      continue;
    }
    if (typeof value !== "string" || value.trim() === "" || OF_THE_FORM.has(name)) continue;
    values[name] = NUMBERS.has(name) ? Number(value) : value;
  }
  return values.parts ? paired(values) : values;
}

/** Parts with their units; a part without words is none. */
function paired(values) {
  const rows = values.parts.map((text, at) => [text, Number(values.units?.[at] || 0)]).filter(([text]) => text);
  return { ...values, parts: rows.map(([text]) => text), units: rows.map(([, unit]) => unit) };
}

/** Put values back into a form that came anew. */
export function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const [at, field] of $$(`[name="${CSS.escape(name)}"]`, form).entries()) {
      if (LISTS.has(name)) {
        field.value = value[at] ?? (name === "units" ? "0" : "");
        continue;
      }
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === String(value);
      else field.value = value;
    }
  }
}

/** @returns {Promise<object>} the case's card after the step */
export const takeStep = (id, verb, version, values) => sendJSON("POST", `/api/incidents/${id}/${verb}/`, { version, ...values });

/** What the others did meanwhile, from the card of a conflict. */
export function whatHappened(card) {
  const last = card.timeline[card.timeline.length - 1];
  const who = [last?.post, last?.actor].filter(Boolean).join(" ") || gettext("系统");
  return interpolate(gettext("%s刚刚办理了“%s”，案件现在是“%s”。"), [who, last?.label || "", card.state_label]);
}

/** What is another now than this phone saw, field by field. */
export const whatChanged = (changed = []) => changed.map((one) => interpolate(gettext("%s：%s → %s"), [one.label, one.was, one.is]));

/** Say at each field what is wrong with it; what fits no field comes back as text. */
export function showWrong(form, refusal) {
  $$(".wrong", form).forEach((old) => old.remove());
  const rest = [];
  for (const [name, reasons] of Object.entries(refusal.fields)) {
    const field = $(`[name="${CSS.escape(name)}"], [data-field="${CSS.escape(name)}"]`, form);
    const home = field?.closest(".field") || field?.parentElement;
    if (!home) rest.push(...reasons);
    else home.append(make("p", { className: "wrong", role: "alert" }, reasons.join(" ")));
  }
  return rest.join(" ") || (Object.keys(refusal.fields).length ? "" : refusal.message);
}

/** A text that was used before goes into the field by a tap (`data-text` buttons in `.chips`). */
export function watchTemplates(root) {
  root.addEventListener("click", (event) => {
    const chip = event.target.closest(".chips [data-text]");
    const area = chip && $("textarea, input[type=text]", chip.closest(".field"));
    if (!area) return;
    area.value = area.value ? `${area.value} ${chip.dataset.text}` : chip.dataset.text;
    area.focus();
  });
}
