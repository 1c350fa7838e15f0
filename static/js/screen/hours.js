/** The clock on the wall, and the nightly reload that brings a new version of the page. */

const ZONE = "Asia/Shanghai";
const NIGHT = 4; // o'clock: nobody looks, and the figures of yesterday have been kept

/** Date, weekday and time, by the server's clock. */
export function startClock(element, now) {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false,
  });
  const tick = () => {
    const text = words.format(now());
    if (element.textContent !== text) element.textContent = text;
  };
  tick();
  setInterval(tick, 1000);
}

const hourOf = (moment) => Number(new Intl.DateTimeFormat("en", { timeZone: ZONE, hour: "2-digit", hour12: false }).format(moment)) % 24;

/** Reload once between four and five at night, at a minute of its own; never while the server does not answer. */
export function tonight(now) {
  const born = now();
  const minute = Math.floor(Math.random() * 50);
  setInterval(async () => {
    const moment = now();
    if (moment - born < 3 * 3600000 || hourOf(moment) !== NIGHT || new Date(moment).getMinutes() < minute) return;
    try {
      if ((await fetch(location.href, { cache: "no-store" })).ok) location.reload();
    } catch {
      // the network is away: the last figures stay, the next minute tries again
    }
  }, 60000);
}
