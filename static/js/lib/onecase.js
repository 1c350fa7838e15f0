/** A small map with the place of one case. */

import { Areas } from "./areas.js";
import { Pin, makeMap } from "./map.js";
import { distanceText, metres, watchPosition } from "./position.js";

/** @param {HTMLElement | null} home with data-lon, data-lat and, to say how far it is, data-far (an element's id) */
export function showPlace(home) {
  if (!home) return;
  const place = { lon: Number(home.dataset.lon), lat: Number(home.dataset.lat) };
  const map = makeMap(home, { view: [place.lat, place.lon, 16], plain: true });
  const areas = new Areas(map, { areas: home.dataset.areas, counts: "" }, { coloured: false });
  const show = () => areas.refresh().catch(() => {});
  map.on("moveend", show);
  show();
  new Pin([place.lat, place.lon], { interactive: false, radius: 12 }).addTo(map);
  const far = document.getElementById(home.dataset.far);
  if (far) watchPosition((here) => (far.textContent = distanceText(metres(here, place))), () => {});
}
