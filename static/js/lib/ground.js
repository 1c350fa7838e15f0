/** The ground of a worker's map: one's own grids and their neighbours, one's own in view. */

import { colour, geoJSON } from "./map.js";

/**
 * @param {{areas: object, own: string[]}} kept as of owngrids.js
 * @param {{edge?: string, weight?: number}} how one's own are outlined
 * @returns {object} the layer
 */
export function layGround(map, { areas, own }, { edge = "map-line", weight = 2 } = {}) {
  const mine = ({ id }) => own.includes(id);
  const style = (one) => ({ weight: mine(one) ? weight : 1, color: colour(mine(one) ? edge : "map-line"), fill: true, fillOpacity: 1, fillColor: colour(mine(one) ? "map-0" : "map-ground") });
  const layer = geoJSON(areas, { style, interactive: false }).addTo(map);
  layer.bringToBack();
  map.on("repaint", () => layer.setStyle(style));
  const bounds = geoJSON({ ...areas, features: areas.features.filter(mine) }).getBounds();
  if (bounds.isValid()) map.fitBounds(bounds);
  return layer;
}
