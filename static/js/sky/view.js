/** The map in three dimensions: MapLibre over our own vector tiles, nothing from outside. Fetched when somebody asks for it. */

import { getJSON } from "../lib/http.js";
import { colour } from "../lib/map.js";
import { later } from "../lib/dom.js";
import { classOf } from "../lib/areas.js";
import { colourOf } from "./colours.js";

const LOWEST = 15; // zoom of Leaflet; below it the tiles hold no buildings
const FIRST = 16; // from here one sees them as buildings
const BUILDINGS = { source: "buildings", sourceLayer: "buildings" };
const GRIDS = { source: "grids", sourceLayer: "grids" };

/** Whether this machine can: asked once, and the context given back at once. */
export function able() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

function style(tiles) {
  const layer = (name, minzoom) => ({ type: "vector", tiles: [`${location.origin}${tiles}${name}/{z}/{x}/{y}.mvt`], minzoom, maxzoom: 16 });
  const open = ["coalesce", ["feature-state", "class"], 0];
  return {
    version: 8, sources: { grids: layer("grids", 9), buildings: layer("buildings", 14), cases: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
    light: { anchor: "viewport", position: [1.3, 210, 40], intensity: 0.35 },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("map-ground") } },
      { id: "grids", type: "fill", source: "grids", "source-layer": "grids", paint: { "fill-color": ["match", open, 1, colour("map-1"), 2, colour("map-2"), 3, colour("map-3"), 4, colour("map-4"), colour("map-0")] } },
      { id: "borders", type: "line", source: "grids", "source-layer": "grids", paint: { "line-color": colour("map-border"), "line-width": 1.2, "line-opacity": 0.8 } },
      { id: "buildings", type: "fill-extrusion", source: "buildings", "source-layer": "buildings", minzoom: 13, paint: { "fill-extrusion-height": ["get", "height"], "fill-extrusion-opacity": 0.95, "fill-extrusion-color": colour("map-0"), "fill-extrusion-vertical-gradient": true } },
      { id: "cases", type: "circle", source: "cases", paint: { "circle-radius": 7, "circle-color": ["match", ["get", "lamp"], 3, colour("pin-late"), 2, colour("pin-soon"), colour("pin")], "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } },
      { id: "names", type: "symbol", source: "grids", "source-layer": "spots", minzoom: 13.5, layout: { "text-field": ["get", "name"], "text-size": 13 }, paint: { "text-color": colour("map-label"), "text-halo-color": colour("map-ground"), "text-halo-width": 2 } },
    ],
  };
}

async function library({ worker, css }) {
  if (!document.querySelector(`link[href="${css}"]`)) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: css });
    const loaded = new Promise((resolve) => (link.onload = link.onerror = resolve));
    document.head.append(link);
    await loaded;
  }
  const maplibre = await import("../../vendor/maplibre-gl/maplibre-gl.mjs");
  maplibre.setWorkerUrl(new URL(worker, location.href).href);
  return maplibre;
}

/** Leaflet's zoom is one more than MapLibre's for the same scale. */
export async function openSky(element, { view: [lat, lon, zoom], mode, query, pick, moved }) {
  const { worker, css, tiles, open, people, cases, counts } = element.dataset;
  const maplibre = await library({ worker, css });
  const map = new maplibre.Map({
    container: element, style: style(tiles), center: [lon, lat], zoom: Math.max(zoom, FIRST) - 1, pitch: 55, bearing: -18, maxPitch: 70, maxZoom: 19, minZoom: 8,
    attributionControl: false, canvasContextAttributes: { antialias: false, powerPreference: "low-power" }, fadeDuration: 0,
    locale: {
      "Map.Title": gettext("三维地图"), "NavigationControl.ZoomIn": gettext("放大"), "NavigationControl.ZoomOut": gettext("缩小"), "NavigationControl.ResetBearing": gettext("转回正北"),
    },
  });
  element.sky = map;
  map.addControl(new maplibre.NavigationControl({ visualizePitch: true }), "top-left");
  const sky = new Sky(map, { open, people, cases, counts, query }, pick);
  map.on("click", (event) => {
    const [found] = map.queryRenderedFeatures(event.point, { layers: map.getLayer("buildings") ? ["buildings"] : [] });
    sky.choose(found && { id: found.id, ...found.properties });
  });
  map.on("mousemove", "buildings", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "buildings", () => (map.getCanvas().style.cursor = ""));
  map.on("moveend", () => moved(sky.view));
  map.on("moveend", later(300, () => sky.refresh()));
  await new Promise((resolve, reject) => (map.once("load", resolve), map.once("error", (event) => map.loaded() || reject(event.error))));
  sky.paint(mode);
  sky.refresh();
  return sky;
}

class Sky {
  constructor(map, urls, pick) {
    Object.assign(this, { map, urls, pick, mode: "use", cases: {}, people: {}, chosen: null });
  }

  /** As Leaflet has it: zoom, latitude, longitude. */
  get view() {
    const { lat, lng } = this.map.getCenter();
    return [Math.round(this.map.getZoom() + 1), lat, lng];
  }

  /** Colour buildings by use, open cases, or how full they are. */
  paint(mode) {
    this.mode = mode;
    this.map.setPaintProperty("buildings", "fill-extrusion-color", ["case", ["boolean", ["feature-state", "chosen"], false], colour("sky-chosen"), colourOf(mode)]);
    this.refresh();
  }

  choose(building) {
    if (this.chosen) this.map.setFeatureState({ ...BUILDINGS, id: this.chosen.id }, { chosen: false });
    this.chosen = building ?? null;
    if (this.chosen) this.map.setFeatureState({ ...BUILDINGS, id: this.chosen.id }, { chosen: true });
    this.tell();
  }

  tell() {
    this.told = this.chosen && (this.cases[this.chosen.id] || 0);
    this.pick(this.chosen && { ...this.chosen, cases: this.told });
  }

  get bbox() {
    const bounds = this.map.getBounds();
    const fit = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(5);
    return [fit(bounds.getWest(), 180), fit(bounds.getSouth(), 90), fit(bounds.getEast(), 180), fit(bounds.getNorth(), 90)].join(",");
  }

  /** What changes by the minute: cases of buildings and grids. A failed reading leaves what is shown. */
  async refresh() {
    const query = this.urls.query();
    query.set("bbox", this.bbox);
    const quiet = (promise) => promise.catch(() => null);
    const near = this.map.getZoom() >= LOWEST - 1;
    const [cases, people, counts, points] = await Promise.all([
      near ? quiet(getJSON(`${this.urls.open}?${query}`)) : {},
      near && this.mode === "people" && this.urls.people ? quiet(getJSON(`${this.urls.people}?bbox=${this.bbox}`)) : null,
      quiet(getJSON(`${this.urls.counts}?level=grid`)),
      near ? quiet(getJSON(`${this.urls.cases}?${query}&zoom=17`)) : null,
    ]);
    if (cases) this.state(BUILDINGS, "cases", this.cases, cases, (count) => classOf(count) || (count ? 1 : 0));
    if (cases) this.cases = cases;
    if (this.chosen && this.told !== (this.cases[this.chosen.id] || 0)) this.tell(); // chosen before the numbers came
    if (people) this.state(BUILDINGS, "people", this.people, people, (band) => band);
    if (people) this.people = people;
    if (counts) this.state(GRIDS, "class", this.counts || {}, counts, classOf);
    if (counts) this.counts = counts;
    if (points?.kind === "points") this.map.getSource("cases")?.setData({ type: "FeatureCollection", features: points.items.map(([id, lon, lat, , lamp]) => ({ type: "Feature", properties: { id, lamp }, geometry: { type: "Point", coordinates: [lon, lat] } })) });
  }

  state(where, key, before, now, classed) {
    for (const id of Object.keys(before)) if (!(id in now)) this.map.setFeatureState({ ...where, id: Number(id) }, { [key]: 0 });
    for (const [id, value] of Object.entries(now)) if (before[id] !== value) this.map.setFeatureState({ ...where, id: Number(id) }, { [key]: classed(value) });
  }

  go([lat, lon, zoom]) {
    this.map.jumpTo({ center: [lon, lat], zoom: Math.max(zoom, FIRST) - 1 });
  }

  close() {
    this.map.remove();
  }
}

