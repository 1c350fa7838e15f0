/** The chosen case: its fragment from the server, its steps as buttons and dialogs. */

import { $, $$, fragment, make } from "../lib/dom.js";
import { getHTML, getJSON } from "../lib/http.js";
import { showDeadlines } from "../lib/clock.js";
import { complain, toast } from "../lib/toast.js";
import { busy } from "../lib/busy.js";
import { giveSentences } from "./sentences.js";
import { offerUndo } from "./undo.js";
import { fill, showWrong, takeStep, valuesOf, whatHappened } from "../lib/steps.js";

/** Cases passed by faster than this are not fetched: only the one where the keys rest. */
const REST = 160;

export class Detail {
  /** @param {HTMLElement} root @param {{url: string, changed: (card: object) => void, pick: (verb: string) => void}} given */
  constructor(root, { url, changed, pick }) {
    Object.assign(this, { root, url, changed, pick, id: "", version: 0, stale: false, pending: null, passed: 0, blank: [...root.childNodes] });
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("close", () => this.stale && this.refresh(), true);
  }

  get article() {
    return $("article", this.root);
  }

  /** Whether what is shown is the chosen case: between the two no key and no click may reach the wrong one. */
  get ready() {
    return Boolean(this.id) && this.article?.dataset.id === this.id;
  }

  get dialog() {
    return $("dialog[open]", this.root);
  }

  close() {
    this.pending?.abort();
    Object.assign(this, { id: "", version: 0, stale: false });
    this.root.replaceChildren(...this.blank);
    this.root.classList.remove("open");
  }

  /** Show a case. With `passing`, keys go through the list: the first is fetched at once, one soon after another when they rest. */
  async open(id, { passing = false } = {}) {
    if (id === this.id) return;
    Object.assign(this, { id, stale: false });
    this.pending?.abort();
    const soon = passing && performance.now() - this.passed < REST;
    this.passed = performance.now();
    const wait = setTimeout(() => this.article?.classList.add("spin"), 200);
    try {
      if (soon) await new Promise((resolve) => setTimeout(resolve, REST));
      if (this.id !== id) return;
      await this.load();
      if (this.id === id) $(".detail-body", this.root).scrollTop = 0;
    } finally {
      clearTimeout(wait);
    }
  }

  /** Fetch the fragment of the case at hand; an older answer never replaces a newer question. */
  async load() {
    const id = this.id;
    this.pending?.abort();
    this.pending = new AbortController();
    const html = await getHTML(this.url.replace("00000000-0000-0000-0000-000000000000", id), { signal: this.pending.signal });
    if (this.id !== id) return;
    const top = $(".detail-body", this.root)?.scrollTop || 0;
    this.root.replaceChildren(fragment(html));
    this.root.classList.add("open");
    this.version = Number(this.article.dataset.version);
    this.stale = false;
    $(".detail-body", this.root).scrollTop = top;
    showDeadlines();
  }

  async refresh() {
    await this.load().catch(complain);
  }

  /** The case changed elsewhere. An open dialog is not taken from under the hands: it is told, and refreshed later. */
  heard(version) {
    if (!this.id || version <= this.version) return;
    if (!this.dialog) return void this.refresh();
    this.stale = true;
    const body = $(".body", this.dialog);
    if (!$(".note", body)) body.prepend(make("p", { className: "note soon" }, gettext("此案件刚被他人更新，提交时会再核对。")));
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button || (!this.ready && !button.closest("dialog"))) return;
    if (button.dataset.opens) this.ask(button.dataset.opens);
    else if (button.dataset.shut !== undefined) button.closest("dialog").close();
    else if (button.dataset.pick) this.pick(button.dataset.pick);
    else if (button.dataset.step) busy(button, () => this.step(button.dataset.step, button.dataset.unit ? { unit: Number(button.dataset.unit) } : {}));
  }

  /** Open the dialog of a verb. The list of all units is fetched when it is first wanted. */
  ask(verb, values = null, note = "") {
    const dialog = $(`dialog[data-verb="${verb}"]`, this.root);
    if (!dialog) return false;
    const form = $("form", dialog);
    this.fillUnits(form);
    this.fillCategories(form);
    giveSentences(form);
    if (values) fill(form, values);
    if (note) $(".body", dialog).prepend(make("p", { className: "note soon", role: "alert" }, note));
    dialog.showModal();
    $("textarea, select, input.input", form)?.focus();
    return true;
  }

  async fillUnits(form) {
    const empty = $$("optgroup[data-units]", form).filter((group) => !group.childElementCount);
    if (!empty.length) return;
    try {
      const units = await getJSON(empty[0].dataset.units);
      for (const group of empty) {
        const known = new Set($$("option", group.closest("select")).map((option) => option.value));
        group.append(...units.filter((unit) => !known.has(String(unit.id))).map((unit) => make("option", { value: unit.id }, unit.name)));
      }
    } catch (error) {
      complain(error);
    }
  }

  /** The categories that the filter of the queue has. */
  fillCategories(form) {
    const list = $("select[data-categories]", form);
    if (!list || list.dataset.filled) return;
    list.dataset.filled = "1";
    list.append(...$$(".queue [name=category] optgroup").map((group) => group.cloneNode(true)));
  }

  submitted(event) {
    const form = event.target.closest("form[data-verb]");
    if (!form) return;
    event.preventDefault();
    if (this.ready) busy($("[type=submit]", form), () => this.step(form.dataset.verb, valuesOf(form), form));
  }

  async step(verb, values, form = null) {
    const id = this.id;
    try {
      const card = await takeStep(id, verb, this.version, values);
      form?.closest("dialog")?.close();
      if (verb === "dispatch") offerUndo(card, (back) => this.undone(back));
      else toast(interpolate(gettext("已办理：%s · %s"), [card.timeline[card.timeline.length - 1].label, card.title]));
      this.changed(card);
      if (this.id === id) await this.load();
    } catch (error) {
      if (error.status === 409 && error.error.card) await this.conflicted(error.error.card, verb, values);
      else if (form && error.status === 400) toast(showWrong(form, error) || error.message, { bad: true });
      else complain(error);
    }
  }

  undone(card) {
    this.changed(card);
    if (this.id === card.id) this.refresh();
  }

  /** Somebody was faster: show who and what, refresh the card, and keep what was written. */
  async conflicted(card, verb, values) {
    const told = whatHappened(card);
    this.changed(card);
    await this.refresh();
    if (this.id !== card.id) return;
    const worth = Object.keys(values).length > 0;
    if (worth && this.ask(verb, values, `${told} ${gettext("您填写的内容还在，请核对后再提交。")}`)) return;
    const text = values.reason || values.opinion;
    const box = make("div", { className: "note soon", role: "alert" }, make("p", {}, told));
    if (text) box.append(make("p", {}, interpolate(gettext("您写的内容：%s"), [text])));
    $(".detail-body", this.root).prepend(make("section", {}, box));
  }

  /** The button that a key stands for, if the case has it now. */
  press(key) {
    if (this.dialog || !this.ready) return false;
    const button = $(`button[data-key="${key}"]`, this.root);
    button?.click();
    return Boolean(button);
  }
}
