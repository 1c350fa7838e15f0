/** Areas on the map, coloured by their open cases: grids when near, communities and streets when far. */

import { getJSON } from "./http.js";
import { colour, bbox, geoJSON, group, nameLabel } from "./map.js";

const STEPS = [0, 1, 4, 10, 25]; // the least open cases of each class of colour
const PARENT = { grid: "community", community: "street", street: "district" };

/** The level that suits a zoom, no finer than the reader may see. */
export const levelAt = (zoom, finest = "grid") => (zoom >= 13 && finest === "grid" ? "grid" : zoom >= 11 ? "community" : "street");

/** A community's name without what every one of them ends with. */
const shortName = (name) => name.replace(/(社区|村)(居民|村民)?(居委会|村委会|委员会)$/, "$1");

/** The class of colour for a number of open cases, 0-4. */
export const classOf = (open) => STEPS.filter((least) => open >= least).length - 1;

export class Areas {
  /** @param {{areas: string, counts: string}} urls */
  constructor(map, { areas, counts }, { coloured = true, names = true, scopes = [""], finest = "grid" } = {}) {
    Object.assign(this, { map, areas, countsUrl: counts, coloured, names, scopes, finest, counts: {}, level: "", loaded: null, sharp: 0 });
    this.fills = this.borders = null;
    this.labels = group().addTo(map);
    this.pending = null;
    map.on("repaint", () => (this.fills?.setStyle(this.style), this.borders?.setStyle(this.borderStyle)));
  }

  /** Areas of one's own scope (or around it) are coloured; the neighbours' stay plain. */
  style = (feature) => {
    const own = this.scopes.some((code) => feature.id.startsWith(code) || code.startsWith(feature.id));
    const fill = own ? `map-${this.coloured ? classOf(this.counts[feature.id] || 0) : 0}` : "map-ground";
    return { stroke: true, weight: 1, color: colour("map-line"), opacity: own ? 0.75 : 0.35, fill: true, fillOpacity: 1, fillColor: colour(fill) };
  };

  borderStyle = () => ({ fill: false, weight: 2.5, color: colour("map-border"), opacity: 0.85, dashArray: "7 4", interactive: false });

  /** Load what came into view, unless it is there already. Failing to load leaves what is shown. */
  async refresh() {
    const zoom = Math.round(this.map.getZoom());
    const level = levelAt(zoom, this.finest);
    if (level === this.level && zoom <= this.sharp && this.loaded?.contains(this.map.getBounds())) return;
    this.pending?.abort();
    this.pending = new AbortController();
    const [box, bounds, signal] = [bbox(this.map, 0.6), this.map.getBounds().pad(0.6), this.pending.signal];
    const sharp = Math.min(zoom + 2, 20); // outlines are simplified for this zoom
    const fetched = (name) => getJSON(`${this.areas}?level=${name}&bbox=${box}&zoom=${sharp}`, { signal });
    const [fills, borders] = await Promise.all([fetched(level), fetched(PARENT[level])]);
    if (level !== this.level) this.counts = {};
    Object.assign(this, { level, sharp, loaded: bounds });
    this.show(fills, borders);
    await this.recount();
  }

  show(fills, borders) {
    this.fills?.remove();
    this.borders?.remove();
    this.fills = geoJSON(fills, { style: this.style, interactive: this.coloured }).addTo(this.map);
    this.borders = geoJSON(borders, { style: this.borderStyle, interactive: false }).addTo(this.map);
    this.borders.bringToBack();
    this.fills.bringToBack();
    if (this.coloured) this.fills.bindTooltip((layer) => this.told(layer.feature), { sticky: true, className: "area-tip" });
    this.labels.clearLayers();
    if (this.names) this.borders.eachLayer((layer) => this.labels.addLayer(nameLabel(layer.getBounds().getCenter(), shortName(layer.feature.properties.name))));
  }

  told(feature) {
    const box = document.createElement("span");
    box.textContent = interpolate(gettext("%s：在办 %s 件"), [feature.properties.name, this.counts[feature.id] || 0]);
    return box;
  }

  /** Fetch the numbers again and repaint only the areas whose class changed. */
  async recount() {
    if (!this.coloured || !this.countsUrl || !this.level) return;
    const fresh = await getJSON(`${this.countsUrl}?level=${this.level}`);
    const old = this.counts;
    this.counts = fresh;
    this.fills?.eachLayer((layer) => {
      const id = layer.feature.id;
      if (classOf(old[id] || 0) !== classOf(fresh[id] || 0)) layer.setStyle(this.style(layer.feature));
    });
  }

  setVisible(visible) {
    for (const layer of [this.fills, this.borders, this.labels]) {
      if (layer && visible) layer.addTo(this.map);
      else layer?.remove();
    }
    if (visible) (this.borders?.bringToBack(), this.fills?.bringToBack());
  }
}
