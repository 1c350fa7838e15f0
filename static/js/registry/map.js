/** The map of the register: areas coloured by people, buildings when near; numbers are those of the list. */

import { Areas } from "../lib/areas.js";
import { later } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";
import { bbox, circle, group, makeMap } from "../lib/map.js";

const NEAR = 16;
const CLASSES = [0, 1, 4, 10, 25]; // as Areas has them: the least number of each colour
const home = document.querySelector(".registry-map");

/** People instead of open cases. The five colours are shared out between none and the fullest area. */
class People extends Areas {
  told(feature) {
    const box = document.createElement("span");
    box.textContent = interpolate(gettext("%s：%s 人"), [feature.properties.name, this.people?.[feature.id] || 0]);
    return box;
  }

  async recount() {
    if (!this.level) return;
    this.people = await getJSON(`${this.countsUrl}?level=${this.level}`);
    const most = Math.max(1, ...Object.values(this.people));
    this.counts = Object.fromEntries(Object.entries(this.people).map(([code, n]) => [code, CLASSES[Math.ceil((4 * n) / most)]]));
    this.fills?.setStyle(this.style);
    const total = Object.values(this.people).reduce((sum, n) => sum + n, 0);
    document.getElementById("map-told").textContent = interpolate(gettext("共 %s 人"), [total]);
  }

  show(fills, borders) {
    super.show(fills, borders);
    this.fills.on("click", ({ layer }) => {
      if (this.people?.[layer.feature.id]) location.assign(`${home.dataset.people}?code=${layer.feature.id}`);
    });
  }
}

/** Buildings of the part that is shown, as dots that grow with their people. */
class Houses {
  constructor(map, url) {
    Object.assign(this, { map, url, dots: group().addTo(map), pending: null });
  }

  async refresh() {
    this.pending?.abort();
    if (this.map.getZoom() < NEAR) return void this.dots.clearLayers();
    this.pending = new AbortController();
    const found = await getJSON(`${this.url}?bbox=${bbox(this.map, 0.1)}`, { signal: this.pending.signal });
    this.dots.clearLayers();
    for (const one of found.items) {
      const dot = circle(one.at, { radius: 5 + Math.min(10, Math.sqrt(one.people)), weight: 2, fillOpacity: 0.75 });
      dot.bindTooltip(interpolate(gettext("%s：%s 户，%s 人，出租 %s"), [one.name, one.homes, one.people, one.rented]));
      dot.on("click", () => location.assign(home.dataset.chart.replace("/0/", `/${one.id}/`)));
      this.dots.addLayer(dot);
    }
  }
}

if (home) {
  const map = makeMap(home, { view: JSON.parse(home.dataset.view) });
  const scopes = JSON.parse(home.dataset.scopes);
  const areas = new People(map, { areas: home.dataset.areas, counts: home.dataset.counts }, { scopes });
  const houses = new Houses(map, home.dataset.buildings);
  const show = () => Promise.all([areas.refresh(), houses.refresh()]).catch(() => {});
  map.on("moveend", later(200, show));
  show();
}
