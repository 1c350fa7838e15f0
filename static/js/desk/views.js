/** Views that somebody keeps: the filters and the map's place under a name, chosen from a list. */

import { $, $$, make } from "../lib/dom.js";
import { getJSON, sendJSON } from "../lib/http.js";
import { showWrong } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";

const URL_OF = "/api/presets/";

export class Views {
  /** @param {HTMLElement} root the list and its button @param {HTMLDialogElement} dialog @param {(query: string) => void} choose */
  constructor(root, dialog, choose) {
    Object.assign(this, { list: $("select", root), dialog, choose, kept: [] });
    this.list.addEventListener("change", () => this.chosen());
    $("button", root).addEventListener("click", () => (this.fill(), dialog.showModal(), $("input", dialog).focus()));
    $("[data-shut]", dialog).addEventListener("click", () => dialog.close());
    dialog.addEventListener("submit", (event) => (event.preventDefault(), this.keep()));
    dialog.addEventListener("click", (event) => event.target.dataset.drop && this.drop(Number(event.target.dataset.drop)));
    this.read();
  }

  async read() {
    try {
      this.kept = (await getJSON(URL_OF)).filter((one) => one.kind === "view");
    } catch {
      return; // without the list the board works all the same
    }
    $$("option + option", this.list).forEach((option) => option.remove());
    this.list.append(...this.kept.map((one) => make("option", { value: one.id }, one.name)));
    this.fill();
  }

  chosen() {
    const view = this.kept.find((one) => String(one.id) === this.list.value);
    if (view) this.choose(view.body);
    this.list.value = "";
  }

  fill() {
    $("ul", this.dialog).replaceChildren(...this.kept.map((one) => make("li", {}, make("span", {}, one.name),
      make("button", { type: "button", className: "button quiet", dataset: { drop: one.id }, "aria-label": interpolate(gettext("删除%s"), [one.name]) }, gettext("删除")))));
  }

  async keep() {
    const form = $("form", this.dialog);
    try {
      await sendJSON("POST", URL_OF, { kind: "view", name: form.elements.name.value, body: location.search || "?stage=open" });
      form.reset();
      this.dialog.close();
      toast(gettext("视图已保存。"));
      await this.read();
    } catch (error) {
      if (error.status === 400) toast(showWrong(form, error) || error.message, { bad: true });
      else complain(error);
    }
  }

  async drop(id) {
    await sendJSON("DELETE", `${URL_OF}${id}/`).catch(complain);
    await this.read();
  }
}
