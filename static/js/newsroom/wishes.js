/** The map of suggestions: each row of the list is a cell; a row chosen by key or pointer is shown on the map, and the other way round. */

import { Areas } from "../lib/areas.js";
import { later } from "../lib/dom.js";
import { boundsOf, colour, group, makeMap, nameLabel, polygon, Counter } from "../lib/map.js";

const home = document.getElementById("wish-map");
const rows = [...document.querySelectorAll(".cells > li")];

const corners = ([west, south, east, north]) => [[south, west], [south, east], [north, east], [north, west]];

function shapeOf(row) {
  const count = Number(row.dataset.count);
  if (row.dataset.box) return corners(row.dataset.box.split(",").map(Number));
  return row.dataset.at ? { point: row.dataset.at.split(",").map(Number), count } : null;
}

/** The more of the fullest cell, the darker. */
const paint = (share, chosen) => ({
  color: colour(chosen ? "brand-ink" : "map-border"), weight: chosen ? 4 : 1, fillColor: colour("pin"), fillOpacity: 0.2 + 0.6 * share, opacity: 1,
});

function choose(row, { map, move }) {
  for (const one of rows) {
    one.querySelector("button").setAttribute("aria-pressed", String(one === row));
    one.layer?.setStyle?.(paint(one.share, one === row));
  }
  document.getElementById("wish-told").textContent = row.querySelector("button").innerText.replace(/\s+/g, " ");
  if (move) map.setView(row.centre, Math.max(map.getZoom(), 15));
  else row.querySelector("button").focus();
}

function draw(map) {
  const layer = group().addTo(map);
  const most = Math.max(...rows.map((row) => Number(row.dataset.count)));
  const points = [];
  for (const row of rows) {
    const shape = shapeOf(row);
    if (!shape) continue;
    row.share = Number(row.dataset.count) / most;
    if (shape.point) row.layer = new Counter(shape.point, { count: String(shape.count), radius: 14 });
    else row.layer = polygon(shape, paint(row.share, false));
    row.centre = shape.point || boundsOf(shape).getCenter();
    row.layer.on("click", () => choose(row, { map, move: false }));
    row.layer.bindTooltip(row.querySelector("b").textContent + " " + row.dataset.count);
    layer.addLayer(row.layer);
    if (!shape.point) layer.addLayer(nameLabel(row.centre, row.dataset.count));
    points.push(...(shape.point ? [shape.point] : shape));
    row.querySelector("button").addEventListener("click", () => choose(row, { map, move: true }));
  }
  for (const row of rows) if (row.dataset.at) row.layer?.bringToFront();
  if (points.length) map.fitBounds(boundsOf(points).pad(0.2), { maxZoom: 16, animate: false });
}

if (home) {
  const map = makeMap(home, { plain: true });
  draw(map);
  const areas = new Areas(map, { areas: home.dataset.areas }, { coloured: false, scopes: JSON.parse(home.dataset.scopes) });
  const show = () => areas.refresh().catch(() => {});
  map.on("moveend", later(200, show));
  show();
}
