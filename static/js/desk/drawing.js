/** An area drawn on the map that filters list and pins: click its corners; a double click or Enter closes it, Escape gives up. */

import { $ } from "../lib/dom.js";
import { colour, polygon, polyline } from "../lib/map.js";
import { toast } from "../lib/toast.js";

const FEWEST = 3;
const MOST = 60;

export class Drawing {
  /** @param {object} map @param {HTMLElement} button @param {(ring: string) => void} done gets "lon,lat;lon,lat;…" or "" */
  constructor(map, button, done) {
    Object.assign(this, { map, button, done, shape: null, corners: null, line: null });
    button.addEventListener("click", () => this.toggle());
    map.on("click", (event) => this.corner(event.latlng));
    map.on("mousemove", (event) => this.corners?.length && this.line.setLatLngs([...this.corners, event.latlng]));
    map.on("dblclick", () => this.finish());
    addEventListener("keydown", (event) => {
      if (!this.corners || !["Enter", "Escape"].includes(event.key)) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      if (event.key === "Enter") this.finish();
      else this.stop();
    }, true);
  }

  /** Begin; while drawing or with an area there, end or clear. */
  toggle() {
    if (this.corners) return this.stop();
    if (this.shape) return this.done("");
    this.corners = [];
    this.map.doubleClickZoom.disable();
    this.map.getContainer().classList.add("picking");
    this.line = polyline([], { color: colour("brand-ink"), weight: 2, dashArray: "6 4", interactive: false }).addTo(this.map);
    toast(gettext("在地图上逐点单击画出范围，双击或按 Enter 完成，Esc 放弃。"));
    return this.show("");
  }

  corner(latlng) {
    if (!this.corners || this.corners.length >= MOST) return;
    const last = this.corners[this.corners.length - 1];
    if (last && last.distanceTo(latlng) < 1) return; // the second click of a double click
    this.corners.push(latlng);
    this.line.setLatLngs(this.corners);
  }

  finish() {
    if (!this.corners) return;
    const corners = this.corners;
    this.stop();
    if (corners.length < FEWEST) return void toast(gettext("至少要三个角。"), { bad: true });
    this.done(corners.map(({ lat, lng }) => `${lng.toFixed(5)},${lat.toFixed(5)}`).join(";"));
  }

  stop() {
    this.corners = null;
    this.line?.remove();
    this.map.doubleClickZoom.enable();
    this.map.getContainer().classList.remove("picking");
    this.mark();
  }

  /** The area of the URL. */
  show(ring) {
    this.shape?.remove();
    this.shape = null;
    const corners = ring.split(";").map((corner) => corner.split(",").map(Number).reverse()).filter((pair) => pair.length === 2 && pair.every(Number.isFinite));
    if (corners.length >= FEWEST) {
      this.shape = polygon(corners, { color: colour("brand-ink"), weight: 2, fillOpacity: 0.06, interactive: false }).addTo(this.map);
    }
    this.mark();
  }

  mark() {
    const on = Boolean(this.corners || this.shape);
    this.button.setAttribute("aria-pressed", String(on));
    $("span", this.button).textContent = this.shape && !this.corners ? gettext("清除范围") : gettext("画范围");
  }
}
