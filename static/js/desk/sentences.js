/** One's own sentences in the forms of steps: chips beside the office's, and a button that keeps what was written. */

import { $, $$, make } from "../lib/dom.js";
import { getJSON, sendJSON } from "../lib/http.js";
import { complain, toast } from "../lib/toast.js";

const URL_OF = "/api/presets/";
const SHOWN = 16;
let kept = null;

const read = async () => (kept ??= (await getJSON(URL_OF).catch(() => [])).filter((one) => one.kind === "sentence"));

const chip = (text) => make("button", { type: "button", className: "chip own", dataset: { text }, title: text }, text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** Give the form of a step its chips; asked again it only renews them. */
export async function giveSentences(form) {
  const area = $("textarea", form);
  if (!area) return;
  const field = area.closest(".field");
  let chips = $(".chips", field);
  if (!chips) field.append((chips = make("div", { className: "chips" })));
  if (!$("[data-keep]", field)) {
    const button = make("button", { type: "button", className: "button quiet", dataset: { keep: "" } }, gettext("存为常用语"));
    button.addEventListener("click", () => keep(form, area, chips));
    area.after(button);
  }
  show(form, chips, await read());
}

function show(form, chips, all) {
  $$(".own", chips).forEach((old) => old.remove());
  chips.append(...all.filter((one) => one.topic === form.dataset.verb).map((one) => chip(one.body)));
}

async function keep(form, area, chips) {
  const body = area.value.trim();
  if (!body) return toast(gettext("请先写下要保存的话。"), { bad: true });
  try {
    await sendJSON("POST", URL_OF, { kind: "sentence", topic: form.dataset.verb, name: body.slice(0, 40), body });
    kept = null;
    show(form, chips, await read());
    return toast(gettext("已存为常用语。"));
  } catch (error) {
    return complain(error);
  }
}
