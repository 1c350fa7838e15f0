/** Many cases at once: boxes on the rows, a bar with the steps that fit, and what came of each case. */

import { $, $$, make } from "../lib/dom.js";
import { busy } from "../lib/busy.js";
import { getJSON, sendJSON } from "../lib/http.js";
import { showWrong, valuesOf } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";

const labelOf = (button) => button.firstChild.textContent.trim();

export class Bulk {
  /** @param {HTMLElement} root the queue @param {(rows: object[]) => void} changed gets the rows of the cases that took the step */
  constructor(root, changed) {
    Object.assign(this, { root, changed, picked: new Map(), bar: $(".bulk", root), list: $("ol", root), last: null });
    this.list.addEventListener("click", (event) => event.target.matches(".pick") && this.clicked(event.target, event.shiftKey));
    $("[data-none]", this.bar).addEventListener("click", () => this.clear());
    $("[data-all]", this.bar).addEventListener("click", () => this.items().forEach((item) => this.toggle(item, true)));
    for (const button of $$("[data-bulk]", this.bar)) button.addEventListener("click", () => this.start(button));
    for (const dialog of $$("dialog.bulk-form")) dialog.addEventListener("submit", (event) => (event.preventDefault(), this.sent(dialog)));
    for (const button of $$(".bulk-form [data-shut], .bulk-told [data-shut]")) button.addEventListener("click", () => button.closest("dialog").close());
  }

  items() {
    return $$("li[data-id]", this.list);
  }

  /** The key: the row that is chosen. */
  press(id) {
    const item = id && $(`li[data-id="${CSS.escape(id)}"]`, this.list);
    if (item) this.toggle(item, !this.picked.has(id));
    return Boolean(item);
  }

  /** With Shift from the last box to this one. */
  clicked(box, through) {
    const [items, item] = [this.items(), box.closest("li")];
    const [from, to] = [items.indexOf(this.last), items.indexOf(item)].sort((a, b) => a - b);
    const some = through && from >= 0 ? items.slice(from, to + 1) : [item];
    some.forEach((one) => this.toggle(one, box.checked));
  }

  toggle(item, on) {
    if (on) this.picked.set(item.dataset.id, item.row);
    else this.picked.delete(item.dataset.id);
    this.last = item;
    this.mark(item);
    this.show();
  }

  /** The box of a row as it should be. */
  mark(item) {
    const on = this.picked.has(item.dataset.id);
    $(".pick", item).checked = on;
    item.classList.toggle("picked", on);
    if (on) this.picked.set(item.dataset.id, item.row);
  }

  clear() {
    this.picked.clear();
    $$("li.picked", this.list).forEach((item) => this.mark(item));
    this.show();
  }

  /** Only cases that are on the list: another filter lets go of the others. */
  prune() {
    if (!this.picked.size) return;
    const items = this.items();
    const there = new Set(items.map((item) => item.dataset.id));
    for (const id of [...this.picked.keys()]) if (!there.has(id)) this.picked.delete(id);
    items.forEach((item) => this.mark(item));
    this.show();
  }

  /** The picked cases from whose state the step starts; a row that changed meanwhile counts as it is now. */
  fitting(button) {
    const states = button.dataset.from.split(" ");
    const rows = [...this.picked.keys()].map((id) => $(`li[data-id="${CSS.escape(id)}"]`, this.list)?.row);
    return rows.filter((row) => row && states.includes(row.state));
  }

  show() {
    const count = this.picked.size;
    this.bar.hidden = count === 0;
    this.root.classList.toggle("picks", count > 0);
    $("[role=status]", this.bar).textContent = count ? interpolate(ngettext("已选 %s 件", "已选 %s 件", count), [count]) : "";
    for (const button of $$("[data-bulk]", this.bar)) {
      const fit = this.fitting(button).length;
      button.hidden = fit === 0;
      $("b", button).textContent = fit === count ? "" : fit;
    }
  }

  start(button) {
    this.button = button;
    if (!button.dataset.forms) return busy(button, () => this.take({}));
    const dialog = $(`dialog.bulk-form[data-form="${button.dataset.forms}"]`);
    const count = this.fitting(button).length;
    $("h2", dialog).textContent = interpolate(ngettext("%s：%s 件", "%s：%s 件", count), [labelOf(button), count]);
    this.fillUnits($("select[data-units]", dialog));
    dialog.showModal();
    return $("select, textarea", dialog).focus();
  }

  async fillUnits(list) {
    if (!list || list.childElementCount) return;
    try {
      list.append(...(await getJSON(list.dataset.units)).map((unit) => make("option", { value: unit.id }, unit.name)));
    } catch (error) {
      complain(error);
    }
  }

  sent(dialog) {
    const form = $("form", dialog);
    return busy($("[type=submit]", form), () => this.take(valuesOf(form), dialog));
  }

  /** Take the step with each case that fits. */
  async take(values, dialog = null) {
    const rows = this.fitting(this.button);
    const items = rows.map((row) => ({ id: row.id, version: row.version }));
    try {
      const told = await sendJSON("POST", `/api/incidents/bulk/${this.button.dataset.bulk}/`, { items, each: true, ...values });
      dialog?.close();
      dialog && $("form", dialog).reset();
      told.items.forEach((row) => this.picked.delete(row.id));
      this.changed(told.items);
      this.items().forEach((item) => this.mark(item));
      this.show();
      this.tell(rows, told);
    } catch (error) {
      if (dialog && error.status === 400) toast(showWrong($("form", dialog), error) || error.message, { bad: true });
      else complain(error);
    }
  }

  /** What came of each; where all took the step a word is enough. */
  tell(rows, { items, refused }) {
    const words = interpolate(gettext("%s：已办理 %s 件，未办理 %s 件。"), [labelOf(this.button), items.length, refused.length]);
    if (!refused.length) return toast(words);
    const why = new Map(refused.map((one) => [one.incident, one.message]));
    const dialog = $("dialog.bulk-told");
    $(".sum", dialog).textContent = words;
    $(".outcomes", dialog).replaceChildren(...rows.map((row) => make("li", { className: why.has(row.id) ? "not" : "done" },
      make("b", {}, row.title), " ", make("span", { className: "num muted" }, row.number), make("p", {}, why.get(row.id) || gettext("已办理")))));
    return dialog.showModal();
  }
}
