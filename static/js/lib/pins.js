/** Cases on the map: pins when near, counters when far. Pins are kept by id and changed in place. */

import { getJSON } from "./http.js";
import { Counter, Pin, bbox, group, mark, tooltip } from "./map.js";

const TONES = { red: "pin-late", yellow: "pin-soon", green: "pin-fine" };
const LAMPS = ["", "green", "yellow", "red"];

/** One word in the pin's head says where the case stands, so that colour is not the only signal. */
function word(state, lamp) {
  if (lamp === "red") return pgettext("pin", "超");
  if (state === "reported" || state === "verifying") return pgettext("pin", "受");
  if (state === "filed") return pgettext("pin", "派");
  if (state === "dispatched" || state === "handling") return pgettext("pin", "处");
  return pgettext("pin", "核");
}

export class Pins {
  /** @param {{url: string, query: () => URLSearchParams, pick: (id: string) => void, hover: (id: string | null) => void}} given */
  constructor(map, { url, query, pick, hover }) {
    Object.assign(this, { map, url, query, pick, hover, pins: new Map(), pending: null });
    this.layer = group().addTo(map);
    this.counters = group().addTo(map);
    this.tip = tooltip({ direction: "top", offset: [0, -34], className: "pin-tip" });
    this.glowing = mark("glow", 56);
    this.selected = mark("chosen", 56);
  }

  async refresh() {
    this.pending?.abort();
    this.pending = new AbortController();
    const query = this.query();
    query.set("bbox", bbox(this.map, 0.15));
    query.set("zoom", String(Math.round(this.map.getZoom())));
    const found = await getJSON(`${this.url}?${query}`, { signal: this.pending.signal });
    this.counters.clearLayers();
    if (found.kind === "counters") {
      this.keepOnly(new Set());
      found.items.forEach((item) => this.addCounter(item));
      return;
    }
    this.keepOnly(new Set(found.items.map((item) => item[0])));
    for (const [id, lon, lat, state, lamp, title, approximate] of found.items) {
      this.put({ id, lon, lat, state: found.states[state], lamp: (found.lamps || LAMPS)[lamp] || "", title: found.titles[title], approximate });
    }
  }

  addCounter([, name, lon, lat, open, late]) {
    if (!open) return;
    const radius = Math.min(28, 13 + 3 * Math.log10(open + 1) * 2);
    const counter = new Counter([lat, lon], { radius, count: open > 999 ? "999+" : String(open), late: late > 0 });
    counter.on("click", () => this.map.setView([lat, lon], Math.min(this.map.getZoom() + 2, 16)));
    const told = document.createElement("span");
    told.textContent = late === undefined ? interpolate(gettext("%s：%s 件"), [name, open]) : interpolate(gettext("%s：在办 %s 件，超时 %s 件"), [name, open, late]);
    counter.bindTooltip(told, { direction: "top" });
    this.counters.addLayer(counter);
  }

  /** Add a pin or change the one that is there. */
  put({ id, lon, lat, state, lamp, title, approximate }) {
    const look = { tone: TONES[lamp] || "pin", word: word(state, lamp), hollow: Boolean(approximate), radius: this.map.getZoom() < 15 ? 9 : 11 };
    const known = this.pins.get(id);
    if (known) {
      Object.assign(known, { title });
      if (known.getLatLng().lat !== lat || known.getLatLng().lng !== lon) known.setLatLng([lat, lon]);
      if (Object.keys(look).some((name) => known.options[name] !== look[name])) known.setStyle(look);
      return;
    }
    const pin = new Pin([lat, lon], look);
    pin.title = title;
    pin.on("click", () => this.pick(id));
    pin.on("mouseover", () => (this.point(id), this.hover(id)));
    pin.on("mouseout", () => (this.point(null), this.hover(null)));
    this.pins.set(id, pin);
    this.layer.addLayer(pin);
  }

  remove(id) {
    const pin = this.pins.get(id);
    if (!pin) return;
    pin.off();
    this.layer.removeLayer(pin);
    this.pins.delete(id);
  }

  keepOnly(ids) {
    for (const id of [...this.pins.keys()]) if (!ids.has(id)) this.remove(id);
  }

  /** Name a pin under the mouse. */
  point(id) {
    const pin = id && this.pins.get(id);
    if (!pin) return void this.tip.remove();
    const told = document.createElement("span");
    told.textContent = pin.title;
    this.tip.setLatLng(pin.getLatLng()).setContent(told).addTo(this.map);
  }

  /** Light the place of a row that is hovered; null puts it out. */
  glow(place) {
    if (place) this.glowing.setLatLng([place.lat, place.lon]).addTo(this.map);
    else this.glowing.remove();
  }

  /** Ring the chosen case and bring it into view. */
  choose(place, { move = true } = {}) {
    if (!place) return void this.selected.remove();
    this.selected.setLatLng([place.lat, place.lon]).addTo(this.map);
    if (move && !this.map.getBounds().pad(-0.08).contains([place.lat, place.lon])) this.map.panTo([place.lat, place.lon]);
  }

  setVisible(visible) {
    for (const layer of [this.layer, this.counters]) visible ? layer.addTo(this.map) : layer.remove();
  }
}
