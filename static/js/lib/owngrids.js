/** One's own grids and their neighbours, kept on the phone: they name a place and draw the map without a network. */

import { getJSON } from "./http.js";

let asked = null;

/** @returns {Promise<{own: string[], areas: object}>} GeoJSON of grids; the codes of one's own */
export const ownGrids = (url) => (asked ||= getJSON(url).catch((error) => ((asked = null), Promise.reject(error))));

/** Whether a ring holds a point: by how often a line to the east crosses it. */
function within(ring, lon, lat) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[x1, y1], [x2, y2]] = [ring[i], ring[j]];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

const holds = (polygon, lon, lat) => within(polygon[0], lon, lat) && !polygon.slice(1).some((hole) => within(hole, lon, lat));

/** The grid that holds a point, the lowest code first as on the server; null outside of what is kept. */
export function gridAt(areas, lon, lat) {
  const found = areas.features.filter(({ geometry }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.some((polygon) => holds(polygon, lon, lat));
  });
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))[0] || null;
}
