/** The live line: hints by websocket for speed, the feed for truth. Whatever a hint missed, the next reading of the feed brings. */

import { getJSON } from "./http.js";
import { setServerTime } from "./clock.js";

const SILENT = 10000; // without a line this long, say so and poll
const POLL = 15000;
const ROUND = 60000; // with a line, read the feed this often all the same
const PAGE = 200;
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const ENDED = new Set([4401, 4403]); // the sign-in or the post ended: trying again is useless

/**
 * `cursor` is from before the list was read, so that nothing falls between the list and the line.
 * @param {{socket: string, feed: string, cursor?: string, onHints: (hints: object[]) => void, onState: (state: "on" | "wait" | "off" | "ended") => void}} given
 * @returns {{stop: () => void}}
 */
export function follow({ socket, feed, cursor = "", onHints, onState }) {
  let line = null;
  let tries = 0;
  let retry = 0;
  let silence = 0;
  let round = 0;
  let stopped = false;
  let reading = null;
  const seen = new Map(); // versions that hints brought since the feed was read last

  /** Pass on what is news. */
  function tell(hints) {
    const news = hints.filter((hint) => !(seen.get(hint.incident) >= hint.version));
    news.forEach((hint) => seen.set(hint.incident, hint.version));
    if (news.length) onHints(news);
  }

  async function read() {
    for (let more = true; more; ) {
      const page = await getJSON(`${feed}?limit=${PAGE}&after=${encodeURIComponent(cursor)}`);
      tell(page.items);
      cursor = page.cursor;
      more = page.more;
      setServerTime(page.now);
    }
    seen.clear();
  }

  /** One reading at a time; a failed one is made up for by the next. */
  function catchUp() {
    reading ||= read().catch(() => {}).finally(() => (reading = null));
  }

  function pace(wait) {
    clearInterval(round);
    round = setInterval(() => document.hidden || catchUp(), wait);
  }

  function heard(event) {
    const message = JSON.parse(event.data);
    if (message.type === "hint") tell([message]);
    else if (message.type === "hello") {
      setServerTime(message.now);
      if (cursor) catchUp();
      else cursor = message.cursor;
    } else if (message.type === "resync") catchUp();
  }

  function mute(state) {
    onState(state);
    catchUp();
    pace(POLL);
  }

  function connect() {
    clearTimeout(retry);
    retry = 0;
    if (stopped || line) return;
    silence ||= setTimeout(() => mute("off"), SILENT);
    const opened = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${socket}`);
    line = opened;
    opened.onmessage = heard;
    opened.onopen = () => {
      tries = 0;
      clearTimeout(silence);
      silence = 0;
      pace(ROUND);
      onState("on");
    };
    opened.onclose = (event) => {
      if (stopped) return;
      line = null;
      if (ENDED.has(event.code)) return clearTimeout(silence), mute("ended");
      if (!silence && tries === 0) onState("wait");
      const wait = WAITS[Math.min(tries++, WAITS.length - 1)];
      silence ||= setTimeout(() => mute("off"), SILENT);
      retry = setTimeout(connect, wait * (0.7 + Math.random() * 0.6));
    };
  }

  const wake = () => document.hidden || line || connect();
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  connect();

  return {
    stop() {
      stopped = true;
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
      [retry, silence].forEach(clearTimeout);
      clearInterval(round);
      line?.close();
    },
  };
}
