/** The door to Leaflet (the 1.9.3 of django-leaflet, window.L): maps, colours, and the shapes that pins are drawn in. */

const L = window.L;
let colours = null;

/** A colour of the stylesheet, so that the map follows light and dark. */
export function colour(name) {
  colours ||= getComputedStyle(document.documentElement);
  return colours.getPropertyValue(`--${name}`).trim();
}

/**
 * A map without tiles. `view` is [lat, lon, zoom].
 * @param {HTMLElement} element
 */
export function makeMap(element, { view = [22.69, 114.34, 12], plain = false, maxZoom = 19 } = {}) {
  const map = L.map(element, {
    center: [view[0], view[1]], zoom: view[2], minZoom: 8, maxZoom, preferCanvas: true, attributionControl: false, zoomControl: false,
    scrollWheelZoom: !plain, renderer: L.canvas({ padding: 0.3, tolerance: 6 }),
  });
  L.control.zoom({ position: "topleft", zoomInTitle: gettext("放大"), zoomOutTitle: gettext("缩小") }).addTo(map);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => {
    colours = null;
    map.fire("repaint");
    map.eachLayer((layer) => layer.redraw?.());
  };
  dark.addEventListener("change", repaint);
  const sized = new ResizeObserver(() => map.invalidateSize({ pan: false }));
  sized.observe(element);
  map.on("unload", () => (dark.removeEventListener("change", repaint), sized.disconnect()));
  return map;
}

/** A pin as people know it: a head with a word in it, the tip on the place. Drawn on the shared canvas. */
export const Pin = L.CircleMarker.extend({
  options: { radius: 11, tone: "pin", word: "", hollow: false, weight: 2 },
  _head() {
    return L.point(this._point.x, this._point.y - this._radius * 1.75);
  },
  _updateBounds() {
    const r = this._radius + 3;
    this._pxBounds = new L.Bounds([this._point.x - r, this._point.y - this._radius * 2.75 - 3], [this._point.x + r, this._point.y + 3]);
  },
  _containsPoint(point) {
    return point.distanceTo(this._head()) <= this._radius + 3 || point.distanceTo(this._point) <= 5;
  },
  _updatePath() {
    const canvas = this._renderer;
    if (!canvas._drawing || this._empty()) return;
    const { x, y } = this._point;
    const [r, top, pen] = [this._radius, this._head().y, canvas._ctx];
    pen.beginPath();
    pen.moveTo(x, y);
    pen.bezierCurveTo(x - r * 0.35, y - r * 0.75, x - r, top + r * 0.75, x - r, top);
    pen.arc(x, top, r, Math.PI, 0);
    pen.bezierCurveTo(x + r, top + r * 0.75, x + r * 0.35, y - r * 0.75, x, y);
    pen.globalAlpha = 1;
    pen.fillStyle = this.options.hollow ? colour("paper") : colour(this.options.tone);
    pen.fill();
    pen.setLineDash([]); // a border drawn before may have left its own
    pen.lineWidth = this.options.weight;
    pen.strokeStyle = this.options.hollow ? colour(this.options.tone) : colour("paper");
    pen.stroke();
    if (!this.options.word) dot(pen, x, top, r * 0.4);
    write(pen, this.options.word, x, top, Math.round(r * 1.1), this.options.hollow ? colour(this.options.tone) : colour("pin-ink"));
  },
});

/** How many cases are there: a disc with the number; a red rim says that some are overdue. */
export const Counter = L.CircleMarker.extend({
  options: { radius: 16, count: "", late: false },
  _updatePath() {
    const canvas = this._renderer;
    if (!canvas._drawing || this._empty()) return;
    const [p, r, pen] = [this._point, this._radius, canvas._ctx];
    pen.beginPath();
    pen.arc(p.x, p.y, r, 0, 2 * Math.PI);
    pen.globalAlpha = 1;
    pen.fillStyle = colour("pin");
    pen.fill();
    pen.setLineDash([]);
    pen.lineWidth = 3;
    pen.strokeStyle = this.options.late ? colour("pin-late") : colour("paper");
    pen.stroke();
    write(pen, this.options.count, p.x, p.y, 13, colour("pin-ink"));
  },
});

function dot(pen, x, y, r) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = colour("paper");
  pen.fill();
}

function write(pen, word, x, y, size, ink) {
  if (!word) return;
  pen.fillStyle = ink;
  pen.font = `700 ${size}px ${colour("sans")}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(word, x, y + 0.5);
}

/** A mark in the document over the canvas: the selected case, the glow of a hovered row, one's own place. */
export function mark(kind, size = 44) {
  const icon = L.divIcon({ className: `mark-${kind}`, iconSize: [size, size], html: "" });
  return L.marker([0, 0], { icon, interactive: false, keyboard: false, zIndexOffset: 500 });
}

/** A worker on duty: a dot with the name and how old the position is. Text only. */
export function person(latlng, text, old) {
  const html = document.createElement("span");
  html.textContent = text;
  return L.marker(latlng, { icon: L.divIcon({ className: old ? "person old" : "person", iconSize: null, html }), interactive: false, keyboard: false, zIndexOffset: 300 });
}

/** A name on the map. Text only: it comes from people. */
export function nameLabel(latlng, text) {
  const html = document.createElement("span");
  html.textContent = text;
  return L.marker(latlng, { icon: L.divIcon({ className: "area-name", iconSize: null, html }), interactive: false, keyboard: false });
}

export const geoJSON = (data, options) => L.geoJSON(data, options);
export const group = () => L.layerGroup();
export const polygon = (latlngs, options) => L.polygon(latlngs, options);
export const polyline = (latlngs, options) => L.polyline(latlngs, options);
export const circle = (latlng, options) => L.circle(latlng, options);
export const tooltip = (options) => L.tooltip(options);
export const boundsOf = (points) => L.latLngBounds(points);

/** west,south,east,north of what is in view, widened by `pad` of its size. */
export function bbox(map, pad = 0) {
  const bounds = map.getBounds().pad(pad);
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((value) => value.toFixed(5)).join(",");
}
