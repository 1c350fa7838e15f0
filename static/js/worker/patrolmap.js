/** The map of a patrol: own grids, points with what is due, the way with its gaps. It comes after the buttons, with Leaflet. */

import { layGround } from "../lib/ground.js";
import { circle, colour, group, makeMap, mark } from "../lib/map.js";
import { ownGrids } from "../lib/owngrids.js";
import { way } from "../lib/waylines.js";

export class PatrolMap {
  /** @param {HTMLElement} home with data-view and data-own */
  constructor(home) {
    this.map = makeMap(home, { view: JSON.parse(home.dataset.view), plain: true });
    Object.assign(this, { tracks: group().addTo(this.map), marks: group().addTo(this.map), me: mark("here", 20) });
    ownGrids(home.dataset.own).then((kept) => layGround(this.map, kept)).catch(() => {});
  }

  at({ lat, lon }) {
    this.me.setLatLng([lat, lon]).addTo(this.map);
  }

  /** @param {{from: object, to: object, gap: boolean}} one stretch that was walked just now */
  step({ from, to, gap }) {
    this.tracks.addLayer(way([[from.lon, from.lat], [to.lon, to.lat]], gap));
  }

  /** The plan as the server knows it, and what was walked since. */
  draw({ points, track }, steps) {
    this.tracks.clearLayers();
    this.marks.clearLayers();
    points.forEach((one) => this.marks.addLayer(circle([one.point[1], one.point[0]], { radius: one.radius_m, weight: 2, color: colour(one.due ? "pin-soon" : "pin-fine"), fillOpacity: 0.25, interactive: false })));
    track.forEach(({ gap, line }) => this.tracks.addLayer(way(line, gap)));
    steps.forEach((one) => this.step(one));
  }
}
