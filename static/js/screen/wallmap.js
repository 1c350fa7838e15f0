/** The map on the wall: colours by open cases one level finer than what a click opens, a beat where something happened. */

import { $, make } from "../lib/dom.js";
import { classOf } from "../lib/areas.js";
import { circle, colour, geoJSON, group, makeMap, mark, nameLabel } from "../lib/map.js";

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
export const shortName = (name) => name.replace(/(社区|村)(居民|村民)?(居委会|村委会|委员会)$/, "$1").replace(/^.*社区(?=第)/, "");

export class WallMap {
  /** @param {HTMLElement} root @param {{open: (code: string) => void}} given */
  constructor(root, { open }) {
    Object.assign(this, { root, open, code: "", children: 0, fills: null, borders: null, centres: new Map(), counts: {}, late: {} });
    this.map = makeMap($(".map", root));
    this.map.options.zoomSnap = 0.1; // a wall has no pixel to give away
    this.labels = group().addTo(this.map);
    this.spots = group().addTo(this.map);
    this.beats = group().addTo(this.map);
  }

  get empty() {
    return !this.fills;
  }

  /** The outlines of an area: what is coloured, what is clicked on, and the way back. */
  draw(code, { fill, borders, children, trail }) {
    Object.assign(this, { code, children });
    [this.fills, this.borders].forEach((layer) => layer?.remove());
    [this.labels, this.beats, this.spots].forEach((layer) => layer.clearLayers());
    this.counts = {};
    const child = (id) => (children ? id.slice(0, children) : "");
    this.fills = geoJSON(fill, { style: this.style }).addTo(this.map);
    this.borders = geoJSON(borders, { style: this.border, interactive: false }).addTo(this.map);
    this.fills.bindTooltip((layer) => this.told(layer.feature), { sticky: true });
    this.fills.on("click", ({ layer }) => child(layer.feature.id) && child(layer.feature.id) !== code && this.open(child(layer.feature.id)));
    this.fills.on("mouseover", ({ layer }) => this.lift(child(layer.feature.id)));
    this.fills.on("mouseout", () => this.lift(""));
    this.centres = new Map();
    for (const layers of [this.fills, this.borders]) layers.eachLayer((layer) => this.centres.set(layer.feature.id, layer.getBounds().getCenter()));
    $(".approximate", this.root).hidden = ![...fill.features, ...borders.features].some((one) => one.properties.approximate);
    this.trail(trail);
    this.fit();
    this.then?.();
    this.then = null;
  }

  fit() {
    const bounds = this.fills?.getBounds();
    if (bounds?.isValid()) this.map.fitBounds(bounds, { paddingTopLeft: [24, 56 * rem()], paddingBottomRight: [24, 56 * rem()], animate: false });
  }

  style = (feature) => ({
    weight: 0.8 * rem(), color: colour("map-line"), opacity: 1,
    fill: true, fillOpacity: 1, fillColor: colour(`map-${classOf(this.counts[feature.id] || 0)}`),
  });

  border = (feature) => ({ fill: false, weight: (feature.id === this.lifted ? 4 : 1.6) * rem(), color: colour(feature.id === this.lifted ? "ink" : "map-border"), opacity: 0.9 });

  lift(id) {
    this.lifted = id;
    this.borders?.setStyle(this.border);
  }

  told({ id, properties }) {
    const late = this.late[id] ? `，${interpolate(gettext("超时 %s 件"), [this.late[id]])}` : "";
    return make("span", {}, `${interpolate(gettext("%s：在办 %s 件"), [properties.name, this.counts[id] || 0])}${late}`);
  }

  /** New numbers: colours, names with counts, hot spots, and a beat where there are more than before. */
  colour(figures, { before = null, still = false } = {}) {
    if (!this.fills || figures.code !== this.code) return;
    this.counts = figures.areas;
    this.late = figures.late;
    this.fills.setStyle(this.style);
    this.labels.clearLayers();
    const rows = new Map(figures.ranking.map((row) => [row.code, row]));
    this.borders.eachLayer((layer) => {
      const { id, properties } = layer.feature;
      const label = nameLabel(layer.getBounds().getCenter(), shortName(properties.name));
      const [row, html] = [rows.get(id), label.options.icon.options.html];
      if (row) html.prepend(make("b", { className: "num" }, String(row.open)));
      if (row?.overdue) html.append(make("small", { className: "num" }, interpolate(gettext("超时 %s"), [row.overdue])));
      this.labels.addLayer(label);
    });
    this.spots.clearLayers();
    for (const spot of figures.spots) {
      if (spot.at) this.spots.addLayer(circle(spot.at, { radius: Math.max(spot.radius_m, 150), color: colour("soon"), weight: 3 * rem(), dashArray: [8 * rem(), 6 * rem()].join(" "), fill: false, interactive: false }));
    }
    if (!before || still) return;
    for (const [kind, now, then] of [["", figures.areas, before.areas], ["bad", figures.late, before.late]]) {
      Object.keys(now).filter((id) => now[id] > (then[id] || 0)).forEach((id) => this.beat(id, kind));
    }
  }

  /** The middle of an area, or of the drawn one around it. */
  place(code) {
    for (const digits of [15, 12, 9, 6]) if (this.centres.has(code.slice(0, digits))) return this.centres.get(code.slice(0, digits));
    return null;
  }

  beat(id, kind) {
    const at = this.place(id);
    if (!at) return;
    const ring = mark(`beat ${kind}`, 72);
    ring.options.icon.options.className = `beat ${kind}`;
    this.beats.addLayer(ring.setLatLng(at));
    setTimeout(() => this.beats.removeLayer(ring), 5000);
  }

  trail(steps) {
    const parts = steps.map((step, index) => (index === steps.length - 1
      ? make("b", { ariaCurrent: "page" }, step.name)
      : make("a", { href: `?code=${step.code}`, dataset: { code: step.code } }, step.name)));
    $(".trail", this.root).replaceChildren(...parts);
  }

  /** Latitude, longitude, zoom. */
  get view() {
    const { lat, lng } = this.map.getCenter();
    return [lat, lng, this.map.getZoom()];
  }

  look(lat, lon, zoom) {
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  /** Once something is drawn. */
  ready(then) {
    this.then = then;
  }
}
