/** Choosing a category: tiles for the usual ones, one field for all others, by name, pinyin or English. */

import { $, $$, icon, later, make } from "./dom.js";
import { getJSON } from "./http.js";

const SHOWN = 30;

/** Whether a category answers to what was typed. */
export function answers(one, typed) {
  const words = typed.trim().toLowerCase();
  if (!words) return false;
  const pinyin = (one.pinyin || "").toLowerCase();
  const initials = pinyin.split(" ").map((part) => part[0] || "").join("");
  return one.name.includes(words) || one.name_en.toLowerCase().includes(words) || pinyin.replaceAll(" ", "").includes(words.replaceAll(" ", "")) || initials.includes(words);
}

const tileOf = (id, label) => make("label", { className: "tile" }, make("input", { type: "radio", name: "category", value: id, dataset: { label } }), make("span", {}, icon("tool"), label));

export class Categories {
  /** @param {HTMLElement} root holds the tiles, `[data-more]`, a search field and `.found` */
  constructor(root, storage = "") {
    Object.assign(this, { root, storage, all: null });
    this.field = $("input[type=search]", root);
    this.found = $(".found", root);
    $("[data-more]", root)?.addEventListener("click", () => this.open());
    this.field.addEventListener("input", later(120, () => this.search()));
    if (storage) this.sort();
  }

  get chosen() {
    const radio = $("input[name=category]:checked", this.root);
    return radio ? Number(radio.value) : null;
  }

  get label() {
    return $("input[name=category]:checked", this.root)?.dataset.label || "";
  }

  /** Choose one that was chosen before, also when no tile stands for it. */
  choose(id, label) {
    if (!id) return;
    let radio = $(`input[name=category][value="${id}"]`, this.root);
    if (!radio) {
      radio = make("input", { type: "radio", name: "category", value: id, dataset: { label } });
      this.found.replaceChildren(make("label", {}, radio, make("span", {}, label)));
      this.found.hidden = false;
    }
    radio.checked = true;
  }

  async open() {
    $("[data-search]", this.root).hidden = false;
    this.field.focus();
    try {
      this.all ||= await getJSON("/api/categories/");
      this.search();
    } catch {
      this.all = null;
    }
  }

  async search() {
    if (!this.all) return this.open();
    const hits = this.all.filter((one) => answers(one, this.field.value)).slice(0, SHOWN);
    const [english, chosen] = [document.documentElement.lang === "en", this.chosen];
    this.found.replaceChildren(...hits.map((one) => {
      const name = (english && one.name_en) || one.name;
      const radio = make("input", { type: "radio", name: "category", value: one.id, checked: one.id === chosen }); // a choice outlives a late redraw
      radio.dataset.label = name;
      return make("label", {}, radio, make("span", {}, name), make("small", {}, one.major_name));
    }));
    this.found.hidden = hits.length === 0;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.storage)) || {};
    } catch {
      return {};
    }
  }

  /** The categories that this person uses most are the tiles, also those found by searching; within a session they stay where they are. */
  sort() {
    const [used, home] = [this.read(), $(".tiles", this.root)];
    const tiles = $$("label.tile", home);
    const known = new Set(tiles.map((tile) => $("input", tile).value));
    const times = (tile) => used[$("input", tile).value]?.times || 0;
    const others = Object.entries(used).filter(([id, one]) => !known.has(id) && one.label).map(([id, one]) => tileOf(id, one.label));
    const sorted = [...tiles, ...others].sort((a, b) => times(b) - times(a));
    sorted.forEach((tile, place) => (place < tiles.length ? home.insertBefore(tile, $("[data-more]", home)) : tile.remove()));
  }

  /** Remember that one was used. */
  used(id, label) {
    const counts = this.read();
    counts[id] = { times: (counts[id]?.times || 0) + 1, label };
    try {
      localStorage.setItem(this.storage, JSON.stringify(counts));
    } catch {
      // a full or closed store only costs the order of the tiles
    }
  }
}
