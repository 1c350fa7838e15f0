/** The map on the page of grids: outlines, and a way from a fault in the list to its place. */

import { Areas } from "../lib/areas.js";
import { later } from "../lib/dom.js";
import { circle, makeMap } from "../lib/map.js";

const CLOSE = 18;

const home = document.querySelector("[data-areas]");
if (home) {
  const map = makeMap(home, { view: JSON.parse(home.dataset.view) });
  const areas = new Areas(map, { areas: home.dataset.areas, counts: "" }, { coloured: false });
  const show = () => areas.refresh().catch(() => {});
  map.on("moveend", later(200, show));
  show();
  const ring = circle([0, 0], { radius: 20, weight: 3, interactive: false });
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-lon]");
    if (!place) return;
    const at = [Number(place.dataset.lat), Number(place.dataset.lon)];
    ring.setLatLng(at).addTo(map);
    map.setView(at, CLOSE);
    home.scrollIntoView({ block: "nearest" });
  });
}
