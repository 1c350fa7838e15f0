/** Workers on duty on the map, with the age of their position; nobody off duty is here. */

import { getJSON } from "../lib/http.js";
import { $, make } from "../lib/dom.js";
import { group, person } from "../lib/map.js";

const ROUND = 20000;
const OLD_S = 600;
const NEAREST = 3;
const EARTH = 6371008.8;

const rad = (degrees) => (degrees * Math.PI) / 180;

function metres(a, b) {
  const [dLat, dLon] = [rad(b.lat - a.lat), rad(b.lon - a.lon)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}

const aged = (seconds) => (seconds < 60 ? gettext("刚刚") : seconds < 3600 ? interpolate(gettext("%s 分钟前"), [Math.floor(seconds / 60)]) : interpolate(gettext("%s 小时前"), [Math.floor(seconds / 3600)]));

export class People {
  /** @param {object} map @param {string} url @param {() => object | null} place the chosen case's place */
  constructor(map, url, place) {
    Object.assign(this, { map, url, place, found: [], layer: group().addTo(map), on: true });
    this.refresh();
    setInterval(() => document.hidden || !this.on || this.refresh(), ROUND);
  }

  setVisible(on) {
    this.on = on;
    if (!on) return this.layer.remove();
    this.layer.addTo(this.map);
    return this.refresh();
  }

  async refresh() {
    try {
      this.found = (await getJSON(this.url)).items;
    } catch {
      return; // the next round asks again; positions that are shown carry their age
    }
    this.layer.clearLayers();
    for (const one of this.found) this.layer.addLayer(person([one.lat, one.lon], `${one.name} · ${aged(one.age_s)}`, one.age_s > OLD_S));
    this.near();
  }

  /** The nearest of them, in the detail column. */
  near() {
    const [home, place] = [$(".detail [data-people]"), this.place()];
    if (!home) return;
    const near = place ? this.found.map((one) => ({ ...one, away: metres(one, place) })).sort((a, b) => a.away - b.away).slice(0, NEAREST) : [];
    home.hidden = !near.length;
    $("ul", home).replaceChildren(...near.map((one) => make("li", {}, make("b", {}, one.name), " ",
      make("span", { className: "muted num" }, `${one.away < 1000 ? `${Math.round(one.away / 10) * 10} m` : `${(one.away / 1000).toFixed(1)} km`} · ${aged(one.age_s)}`))));
  }
}
