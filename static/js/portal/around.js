/** The public map and list: pins when near, counters of communities when far; asked again every twenty seconds while somebody looks. */

import { $, later } from "../lib/dom.js";
import { Areas } from "../lib/areas.js";
import { Pins } from "../lib/pins.js";
import { makeMap } from "../lib/map.js";
import { startShell } from "./shell.js";

startShell();
const EVERY = 20000;
const home = $("#around-map");
const [lat, lon, zoom] = JSON.parse(home.dataset.view);
const map = makeMap(home, { view: [lat, lon, zoom], plain: true });
const areas = new Areas(map, { areas: home.dataset.areas, counts: "" }, { coloured: false, finest: "community" });
const query = () => new URLSearchParams([...new FormData($("#filters"))].filter(([, value]) => value));
const pick = (number) => location.assign(home.dataset.case.replace("NUMBER", number));
const pins = new Pins(map, { url: home.dataset.cases, query, pick, hover: () => {} });

/** The list as it is now; left alone while somebody goes through it by keyboard. */
async function renew() {
  const response = await fetch(location.href, { credentials: "same-origin" });
  const fresh = response.ok && new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#cases");
  const list = $("#cases");
  if (fresh && fresh.innerHTML !== list.innerHTML && !list.contains(document.activeElement)) list.replaceChildren(...fresh.children);
}

const refresh = () => Promise.all([areas.refresh(), pins.refresh()]).catch(() => {});
map.on("moveend", later(200, refresh));
setInterval(() => document.hidden || Promise.all([pins.refresh(), renew()]).catch(() => {}), EVERY);
refresh();
