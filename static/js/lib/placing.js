/** The place of a report on a small map: the position of the phone, or the point under the fixed pin when the map is moved. */

import { getJSON } from "./http.js";
import { later } from "./dom.js";
import { circle, colour, geoJSON, makeMap } from "./map.js";
import { watchPosition } from "./position.js";

const VAGUE_M = 30;

const plain = () => ({ weight: 1.5, color: colour("map-line"), fill: true, fillOpacity: 1, fillColor: colour("map-0") });

export class Placing {
  /**
   * @param {HTMLElement} home the map, with data-view, data-areas, data-locate
   * @param {{named: (text: string, sure: boolean) => void, accuracy: (text: string, tone: string) => void}} told
   * @param {{layer?: (map: object) => {refresh: () => Promise<void>}, areas?: Promise<object>, name?: (point: object) => Promise<string | undefined>}} kept what the phone knows without a network
   */
  constructor(home, told, kept = {}) {
    Object.assign(this, { home, told, kept, point: null, byHand: false, stop: () => {} });
    const view = JSON.parse(home.dataset.view);
    this.map = makeMap(home, { view: [view[0], view[1], Math.max(view[2], 15)], plain: true });
    this.ring = circle([0, 0], { radius: 1, weight: 1, interactive: false });
    const show = () => drawn?.refresh().catch(() => {});
    const drawn = kept.layer?.(this.map);
    kept.areas?.then((areas) => this.draw(areas)).catch(() => {});
    this.map.on("moveend", later(200, show));
    this.map.on("dragend", () => this.chosen());
    this.map.on("zoomend", () => this.byHand && this.chosen());
    this.map.getContainer().addEventListener("keyup", (event) => event.key.startsWith("Arrow") && this.chosen());
    this.name = later(350, () => this.ask());
    show();
  }

  /** The outlines that the phone has. */
  draw(areas) {
    const layer = geoJSON(areas, { style: plain, interactive: false }).addTo(this.map);
    this.map.on("repaint", () => layer.setStyle(plain));
  }

  /** Ask the phone. The first fix moves the map, later ones only while nobody moved it by hand. */
  locate() {
    this.stop();
    this.byHand = false;
    this.told.accuracy(gettext("正在定位…"), "");
    this.stop = watchPosition((fix) => this.fixed(fix), (reason) => this.lost(reason));
  }

  fixed(fix) {
    if (this.byHand) return this.stop();
    this.point = { ...fix, datum: "wgs84" };
    this.map.setView([fix.lat, fix.lon], Math.max(this.map.getZoom(), 17), { animate: false });
    this.ring.setLatLng([fix.lat, fix.lon]).setRadius(fix.accuracy_m).addTo(this.map);
    const vague = fix.accuracy_m > VAGUE_M;
    this.told.accuracy(interpolate(vague ? gettext("GPS ±%s 米，请拖动地图校正") : gettext("GPS ±%s 米"), [fix.accuracy_m]), vague ? "soon" : "fine");
    this.name();
  }

  lost(reason) {
    if (this.byHand) return;
    this.told.accuracy(reason === "denied" ? gettext("没有定位权限，请拖动地图") : gettext("定位不到，请拖动地图"), "soon");
  }

  /** A point that was chosen before. */
  put(point) {
    this.map.setView([point.lat, point.lon], Math.max(this.map.getZoom(), 17), { animate: false });
    this.chosen();
  }

  /** The map was moved: what lies under the pin counts now. */
  chosen() {
    const centre = this.map.getCenter();
    this.byHand = true;
    this.stop();
    this.ring.remove();
    this.point = { lon: Number(centre.lng.toFixed(6)), lat: Number(centre.lat.toFixed(6)), datum: "wgs84" };
    this.told.accuracy(gettext("已在地图上选定"), "fine");
    this.name();
  }

  async ask() {
    if (!this.point || !this.home.dataset.locate) return;
    const { lon, lat, accuracy_m } = this.point;
    const known = await this.kept.name?.(this.point).catch(() => "");
    if (known) return this.told.named(known, true);
    try {
      const found = await getJSON(`${this.home.dataset.locate}?lon=${lon}&lat=${lat}${accuracy_m ? `&accuracy_m=${accuracy_m}` : ""}`);
      this.told.named(found.name || gettext("辖区以外，也可以上报"), Boolean(found.code));
    } catch {
      this.told.named("", false);
    }
  }
}
