/** The board's map: areas in colour, cases as pins, both ways linked with the queue. */

import { getJSON } from "../lib/http.js";
import { $, $$, later } from "../lib/dom.js";
import { Areas } from "../lib/areas.js";
import { bbox, makeMap } from "../lib/map.js";
import { Pins } from "../lib/pins.js";
import { complain } from "../lib/toast.js";
import { SkyButton } from "../sky/button.js";
import { Drawing } from "./drawing.js";
import { People } from "./people.js";
import { OVER, drift, filtersOf, here } from "./place.js";

const read = (text) => {
  const parts = text.split("/").map(Number);
  return parts.length === 3 && parts.every(Number.isFinite) ? [parts[1], parts[2], parts[0]] : null;
};

export class BoardMap {
  /** @param {HTMLElement} root @param {{pick: Function, hover: Function, moved: () => void, drawn: (ring: string) => void, chosen: () => object | null}} given */
  constructor(root, { pick, hover, moved, drawn, chosen }) {
    const home = $(".map", root);
    this.home = JSON.parse(home.dataset.view);
    this.map = makeMap(home, { view: read(here().map) || this.home });
    this.areas = new Areas(this.map, { areas: home.dataset.areas, counts: home.dataset.counts }, { scopes: JSON.parse(home.dataset.scopes) });
    this.pins = new Pins(this.map, { url: home.dataset.cases, query: () => this.query(), pick, hover });
    this.picking = null;
    this.people = new People(this.map, home.dataset.people, chosen);
    this.drawing = new Drawing(this.map, $("[data-draw]", root), drawn);
    this.map.on("moveend", () => this.settled());
    this.map.on("moveend", later(250, () => (this.refresh(), here().inview && moved())));
    this.map.on("click", (event) => this.picking?.(event.latlng));
    this.recount = later(3000, () => this.areas.recount().catch(() => {}));
    $$("[data-layer]", root).forEach((button) => button.addEventListener("click", () => this.toggle(button)));
    this.refresh();
    this.sky = new SkyButton(root, {
      read: () => read(here().map) || this.home,
      query: () => this.query(),
      moved: ([zoom, lat, lon]) => this.map.setView([lat, lon], zoom, { animate: false }),
      shown: (sky) => here().sky !== sky && drift({ sky }),
    });
    if (here().sky) this.sky.open(here().sky);
  }

  query() {
    const query = filtersOf({ ...here(), inview: "" });
    if (!query.has("state") && !query.has("overdue")) query.set("state", "open");
    return query;
  }

  get bbox() {
    return bbox(this.map);
  }

  settled() {
    const centre = this.map.getCenter();
    drift({ map: `${this.map.getZoom()}/${centre.lat.toFixed(5)}/${centre.lng.toFixed(5)}` });
  }

  /** Go where the URL says, after "back". */
  follow(place) {
    const view = read(place.map) || this.home;
    const centre = this.map.getCenter();
    if (this.map.getZoom() !== view[2] || Math.abs(centre.lat - view[0]) + Math.abs(centre.lng - view[1]) > 0.0001) {
      this.map.setView([view[0], view[1]], view[2], { animate: false });
    }
  }

  refresh() {
    const quiet = (error) => error.name === "AbortError" || complain(error);
    this.areas.refresh().catch(quiet);
    this.pins.refresh().catch(quiet);
  }

  refreshPins = later(300, () => this.pins.refresh().catch(() => {}));

  /** Cases changed: pins that stand here follow at once; far away only the counters do. */
  changed(rows) {
    if (this.pins.pins.size === 0 && this.map.getZoom() < 14) return this.refreshPins(), this.recount();
    for (const row of rows) {
      if (OVER.has(row.state) || !row.point) this.pins.remove(row.id);
      else this.pins.put({ id: row.id, lon: row.point[0], lat: row.point[1], state: row.state, lamp: row.lamp, title: row.title, approximate: row.approximate });
    }
    this.recount();
  }

  toggle(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    ({ areas: this.areas, cases: this.pins, people: this.people })[button.dataset.layer].setVisible(on);
  }

  /** Ask for a place on the map; resolves with {lon, lat}, or null when given up with Escape. */
  ask() {
    const element = this.map.getContainer();
    element.classList.add("picking");
    return new Promise((resolve) => {
      const done = (latlng) => {
        element.classList.remove("picking");
        removeEventListener("keydown", escape);
        this.picking = null;
        resolve(latlng && { lon: latlng.lng, lat: latlng.lat });
      };
      const escape = (event) => event.key === "Escape" && done(null);
      addEventListener("keydown", escape);
      this.picking = done;
    });
  }
}

export const categories = () => getJSON("/api/categories/");
