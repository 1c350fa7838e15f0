/** The button 三维 of a map: opens the map in three dimensions over the flat one, and gives the place back when it closes. */

import { $, make } from "../lib/dom.js";
import { complain, toast } from "../lib/toast.js";
import { MODES, steps, useName } from "./colours.js";

/**
 * `read` tells where the flat map stands ([lat, lon, zoom]), `shown` keeps the mode in the address ("" when closed),
 * `moved` takes [zoom, lat, lon].
 * @param {HTMLElement} root has a button.sky-toggle, a div.sky with the addresses, and the flat map
 */
export class SkyButton {
  constructor(root, { read, query = () => new URLSearchParams({ state: "open" }), moved, shown }) {
    Object.assign(this, { root, read, query, moved, shown, sky: null, opening: false });
    this.button = $(".sky-toggle", root);
    this.home = $(".sky", root);
    this.button.addEventListener("click", () => (this.sky ? this.close() : this.open("use")));
  }

  /** Open, or say that this machine cannot. */
  async open(mode) {
    if (this.sky || this.opening) return;
    this.opening = true;
    this.button.setAttribute("aria-busy", "true");
    try {
      const { able, openSky } = await import("./view.js");
      if (!able()) return this.unable();
      this.home.hidden = false;
      this.root.classList.add("in-sky");
      const ground = $(".sky-map", this.home);
      Object.assign(ground.dataset, this.home.dataset);
      this.sky = await openSky(ground, { view: this.read(), mode, query: this.query, moved: this.moved, pick: (found) => this.card(found) });
      this.panel(mode);
      this.pressed(true);
      this.shown(mode);
    } catch (error) {
      this.close();
      complain(error.told ? error : new Error(gettext("三维地图没有打开，请重试。")));
    } finally {
      this.opening = false;
      this.button.removeAttribute("aria-busy");
    }
  }

  /** Stand where the flat map stands. */
  follow() {
    this.sky?.go(this.read());
  }

  unable() {
    this.button.disabled = true;
    this.shown("");
    toast(gettext("本机不支持三维"), { bad: true });
  }

  pressed(on) {
    this.button.setAttribute("aria-pressed", String(on));
    this.button.textContent = on ? gettext("二维") : gettext("三维");
  }

  close() {
    this.sky?.close();
    this.sky = null;
    this.home.hidden = true;
    $(".sky-map", this.home).replaceChildren();
    this.card(null);
    this.root.classList.remove("in-sky");
    this.pressed(false);
    this.shown("");
  }

  /** The choice of colours with its legend. */
  panel(mode) {
    const panel = $(".sky-panel", this.home);
    const choice = make("select", { ariaLabel: gettext("楼栋颜色") });
    for (const [value, word] of Object.entries(MODES)) if (value !== "people" || this.home.dataset.people) choice.append(make("option", { value, selected: value === mode }, word));
    const legend = make("ul", { ariaLabel: gettext("图例") });
    const draw = (chosen) => legend.replaceChildren(...steps(chosen).map(([name, word]) => make("li", {}, make("i", { className: name }), word)));
    choice.addEventListener("change", () => (this.sky.paint(choice.value), draw(choice.value), this.shown(choice.value)));
    draw(mode);
    panel.replaceChildren(choice, legend);
  }

  /** A building that was clicked on, with the way to its chart. */
  card(found) {
    const card = $(".sky-card", this.home);
    card.hidden = !found;
    if (!found) return;
    const facts = make("dl", { className: "facts" });
    const tell = (word, value) => value && facts.append(make("dt", {}, word), make("dd", {}, String(value)));
    tell(gettext("用途"), useName(found.use));
    tell(gettext("层数"), interpolate(gettext("%s 层，高约 %s 米"), [found.floors, Math.round(found.height)]));
    tell(gettext("在办案件"), interpolate(gettext("%s 件"), [found.cases]));
    const shut = make("button", { type: "button", className: "button quiet", ariaLabel: gettext("关闭") }, "×");
    shut.addEventListener("click", () => (this.sky?.choose(null), this.card(null)));
    const way = make("a", { className: "button primary", href: this.home.dataset.chart.replace("/0/", `/${found.id}/`) }, gettext("楼栋图"));
    card.replaceChildren(make("header", {}, make("h3", {}, found.name || found.code), shut), facts, way);
  }
}
