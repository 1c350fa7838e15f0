/** Steps on phones: forms of a case's page with their photos. They go into the outbox, which keeps what was written. */

import { $, $$ } from "./dom.js";
import { queued, save } from "./outbox.js";
import { flush, versionOf } from "./outbox/sending.js";
import { Shots } from "./shots.js";
import { busy } from "./busy.js";
import { valuesOf, watchTemplates } from "./steps.js";
import { complain, toast } from "./toast.js";

const STAGES = { verify: "verify", check: "check", feed_back: "after" };

const MOMENT = 1500;

/** With the photo there only the tap on 完成 is missing: the usual words are in already. */
function ready(form) {
  const [text, chip] = [$("textarea[required]", form), $("[data-text]", form)];
  if (text && chip && !text.value) text.value = chip.dataset.text;
}

/** @param {HTMLElement} root the case, with data-id, data-version, data-done */
export function watchStepForms(root) {
  const { id, version, done } = root.dataset;
  const shots = new Map();
  for (const form of $$("form[data-verb]", root)) {
    const home = $("[data-shots]", form);
    if (home) shots.set(form, new Shots(home, STAGES[form.dataset.verb] || "before"));
  }

  /** Save it, give it a moment to go out, and go on: without a network it goes later. */
  async function step(verb, values, form) {
    const taken = shots.has(form) ? await shots.get(form).taken() : [];
    if (verb === "feed_back" && !taken.length && !root.querySelector("[data-stage=after]")) return toast(gettext("反馈需要一张处置后的照片。"), { bad: true });
    if (values.result === "failed" && !values.opinion) return ($("[name=opinion]", form).focus(), toast(gettext("不通过的，请写明哪里没有办好。"), { bad: true }));
    const seen = versionOf(id, Number(version)) + (await queued(id));
    const label = `${$("h1").textContent.trim()} · ${form.dataset.label || verb}`;
    await save({ subject: id, label, method: "POST", url: `/api/incidents/${id}/${verb}/`, body: { version: seen, ...values }, shots: taken });
    if (verb === "assign") return arrived(form);
    await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, MOMENT))]);
    return location.assign(done || location.href);
  }

  /** 到场: the case is mine, the photo of after comes next. */
  function arrived(form) {
    form.replaceWith(document.importNode($("#taken").content, true));
    $("form[data-verb=feed_back] .add input", root)?.closest(".card").scrollIntoView({ block: "center" });
  }

  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-verb]");
    if (!form) return;
    event.preventDefault();
    busy($("[type=submit]", form), () => step(form.dataset.verb, valuesOf(form), form).catch(complain));
  });
  root.addEventListener("shots", (event) => ready(event.target.closest("form")));
  watchTemplates(root);
}
