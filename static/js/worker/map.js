/** The worker's map: own grid and neighbours, own tasks, buildings; all of it kept on the phone, so that it opens without a network. */

import { $, $$, make } from "../lib/dom.js";
import { startClock } from "../lib/clock.js";
import { layGround } from "../lib/ground.js";
import { getJSON } from "../lib/http.js";
import { Pin, circle, colour, group, makeMap, mark, nameLabel } from "../lib/map.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { ownGrids } from "../lib/owngrids.js";
import { distanceText, metres, watchPosition } from "../lib/position.js";

startOutbox();
startClock();
const [TITLES_FROM, NAMES_FROM] = [15, 17];
const home = $(".minimap");
const map = makeMap(home, { view: JSON.parse(home.dataset.view), plain: false });
const [houses, names, titles] = [group().addTo(map), group(), group()];
const me = mark("here", 20);

ownGrids(home.dataset.own).then((kept) => {
  const ground = layGround(map, kept, { edge: "brand", weight: 2.5 });
  const told = kept.own.length === 1 ? kept.own[0] : ""; // the head of the page names it; its own name would lie over its tasks
  ground.eachLayer((one) => one.feature.id === told || titles.addLayer(nameLabel(one.getBounds().getCenter(), one.feature.properties.name)));
}).catch(() => {});

/** A building is a spot that opens its one-point check. */
function house(one) {
  const at = [one.point[1], one.point[0]];
  const spot = circle(at, { radius: 7, weight: 1, color: colour("ink-2"), fillColor: colour("paper"), fillOpacity: 0.9 });
  const text = one.name || one.address || one.code;
  spot.on("click", () => $("#picked").replaceChildren(make("a", { className: "button wide", href: `${home.dataset.check}#building:${one.code}` }, interpolate(gettext("一点检查：%s"), [text]))));
  houses.addLayer(spot);
  names.addLayer(nameLabel(at, text));
}

async function buildings() {
  for (const grid of home.dataset.grids.split(",").filter(Boolean)) {
    const { items } = await getJSON(`/api/buildings/?grid=${grid}`);
    items.forEach(house);
  }
}
buildings().catch(() => {});
for (const [layer, from] of [[titles, TITLES_FROM], [names, NAMES_FROM]]) {
  const show = () => (map.getZoom() >= from ? layer.addTo(map) : layer.remove());
  map.on("zoomend", show);
  show();
}

const tasks = $$(".task[data-lon]");
for (const task of tasks) {
  const tone = { red: "pin-late", yellow: "pin-soon", green: "pin-fine" }[task.dataset.lamp] || "pin";
  const pin = new Pin([Number(task.dataset.lat), Number(task.dataset.lon)], { tone });
  pin.on("click", () => $("#picked").replaceChildren(make("a", { className: "button primary wide", href: task.href }, $("b", task).textContent)));
  pin.addTo(map);
}

watchPosition((fix) => {
  me.setLatLng([fix.lat, fix.lon]).addTo(map);
  for (const task of tasks) $(".far", task).textContent = distanceText(metres(fix, { lon: Number(task.dataset.lon), lat: Number(task.dataset.lat) }));
}, () => {});
