/** Leaflet, where a page can be used before its map is there: fetched when asked for (`data-src` of the map), once. */

/** @param {string} src @returns {Promise<void>} when window.L is there */
export function leaflet(src) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src, onload: () => resolve(), onerror: () => reject(new Error("no map")) });
    document.head.append(script);
  });
}
