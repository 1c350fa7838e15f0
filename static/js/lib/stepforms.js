/** Steps on phones: forms of a case's page with their photos. A conflict keeps what was written. */

import { $, $$, make } from "./dom.js";
import { Shots } from "./shots.js";
import { busy, fill, showWrong, takeStep, valuesOf, watchTemplates, whatHappened } from "./steps.js";
import { complain, toast } from "./toast.js";

const STAGES = { verify: "verify", check: "check", feed_back: "after" };

/** @param {HTMLElement} root the case, with data-id, data-version, data-done */
export function watchStepForms(root) {
  const { id, version, done } = root.dataset;
  const key = `kept:${id}`;
  const shots = new Map();
  for (const form of $$("form[data-verb]", root)) {
    const home = $("[data-shots]", form);
    if (home) shots.set(form, new Shots(home, STAGES[form.dataset.verb] || "before"));
  }

  async function step(verb, values, form) {
    try {
      const photos = form && shots.get(form)?.count ? await shots.get(form).send() : null;
      if (photos) values.photos = photos;
      await takeStep(id, verb, Number(version), values);
      sessionStorage.removeItem(key);
      location.assign(done || location.href);
    } catch (error) {
      if (error.status === 409 && error.error.card) conflicted(error.error.card, verb, values);
      else if (form && error.status === 400) toast(showWrong(form, error) || error.message, { bad: true });
      else complain(error);
    }
  }

  /** Say what happened; a tap shows the case as it is now, with the words that were written. */
  function conflicted(card, verb, values) {
    sessionStorage.setItem(key, JSON.stringify({ verb, values: { ...values, photos: undefined } }));
    const again = make("button", { type: "button", className: "button" }, gettext("看最新情况"));
    again.addEventListener("click", () => location.reload());
    $(".conflict", root)?.remove();
    const note = make("div", { className: "note soon conflict", role: "alert" }, make("p", {}, whatHappened(card)), make("p", {}, gettext("您写的内容会保留。")), again);
    root.prepend(note);
    note.scrollIntoView({ block: "center" });
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    if (!kept) return;
    sessionStorage.removeItem(key);
    const form = $(`form[data-verb="${kept.verb}"]`, root);
    const text = kept.values.opinion || kept.values.reason;
    if (form) (form.closest("details")?.setAttribute("open", ""), fill(form, kept.values));
    else if (text) root.prepend(make("p", { className: "note soon" }, interpolate(gettext("您写的内容：%s"), [text])));
  }

  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-verb]");
    if (!form) return;
    event.preventDefault();
    busy($("[type=submit]", form), () => step(form.dataset.verb, valuesOf(form), form));
  });
  watchTemplates(root);
  restore();
}
