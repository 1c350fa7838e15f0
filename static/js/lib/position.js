/** Where the phone is: the best fix of the first seconds, told as it gets better. */

const GOOD_M = 15;
const LONGEST = 20000;

/**
 * @param {(fix: {lon: number, lat: number, accuracy_m: number}) => void} told called for each better fix
 * @param {(reason: "denied" | "unavailable") => void} failed called once, when there is none
 * @returns {() => void} stops it
 */
export function watchPosition(told, failed) {
  if (!navigator.geolocation || !isSecureContext) return failed("unavailable"), () => {};
  let best = Infinity;
  let timer = 0;
  const stop = () => (navigator.geolocation.clearWatch(watch), clearTimeout(timer));
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      if (coords.accuracy >= best) return;
      best = coords.accuracy;
      told({ lon: coords.longitude, lat: coords.latitude, accuracy_m: Math.round(coords.accuracy) });
      if (best <= GOOD_M) stop();
    },
    (error) => {
      if (best < Infinity) return;
      stop();
      failed(error.code === 1 ? "denied" : "unavailable");
    },
    { enableHighAccuracy: true, maximumAge: 30000, timeout: LONGEST },
  );
  timer = setTimeout(() => best < Infinity && stop(), LONGEST);
  return stop;
}

/** Metres between two places: good to a metre over the few kilometres that matter here. */
export function metres(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.hypot(x, y) * 6371008;
}

/** A distance as people say it. */
export const distanceText = (m) => (m < 950 ? interpolate(gettext("%s 米"), [Math.max(10, Math.round(m / 10) * 10)]) : interpolate(gettext("%s 公里"), [(m / 1000).toFixed(1)]));
