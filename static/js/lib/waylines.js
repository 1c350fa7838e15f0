/** A stretch of a way on the map: whole where it was walked, dashed where nobody knows. */

import { colour } from "./map.js";

const L = window.L;

/** @param {number[][]} line lon, lat in turn @param {boolean} gap */
export const way = (line, gap) =>
  L.polyline(line.map(([lon, lat]) => [lat, lon]), { color: colour(gap ? "line-strong" : "brand"), weight: gap ? 3 : 4, dashArray: gap ? "4 8" : null, interactive: false });
