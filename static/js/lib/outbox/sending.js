/** Sends what is saved: one sender at a time, photos first, in the order of saving; deletes only what the server named back. */

import { due, judge, pause } from "./judging.js";
import { keepKey, unseal, unsealValue } from "./sealing.js";
import { all, one, write } from "./store.js";

const PAYLOAD = 3;
const SHORT_MS = 30000;
const LONG_MS = 120000;
const news = globalThis.BroadcastChannel ? new BroadcastChannel("outbox") : null;
let running = null;
let again = false;

/** Calls `told` when the outbox changed, in this tab or another. */
export function onChange(told) {
  addEventListener("outbox", told);
  news?.addEventListener("message", told);
}

export function changed(state = "") {
  dispatchEvent(new CustomEvent("outbox", { detail: state }));
  news?.postMessage(state);
}

/** Send what is due, or everything with `force`. Safe to call at any time; resolves when there is nothing more to do now. */
export function flush({ force = false } = {}) {
  if (running) {
    again ||= force;
    return running;
  }
  running = locked(force).catch(() => {}).then(() => {
    running = null;
    if (!again) return undefined;
    again = false;
    return flush({ force: true });
  });
  return running;
}

/** Without Web Locks two tabs may send the same: the server makes one of it. */
const locked = (force) => (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, (lock) => lock && round(force)) : round(force));

async function call(url, { method = "GET", who, type, body, patience = SHORT_MS } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const headers = { Accept: "application/json", ...(who && { "X-CSRFToken": who.csrf, "X-Sent-For": String(who.user || 0) }), ...(type && { "Content-Type": type }) };
    const credentials = who?.unnamed ? "omit" : "same-origin";
    const response = await fetch(url, { method, headers, body, signal: stop.signal, credentials, cache: "no-store", redirect: "error" });
    return { status: response.status, wait: response.headers.get("Retry-After"), body: await response.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
  }
}

/** Who is signed in, with a fresh token; null when the server was not reached. */
export async function session() {
  const answer = await call("/api/session/");
  if (answer.status !== 200 || !answer.body || !("csrf" in answer.body)) return null;
  if (answer.body.user) await keepKey(answer.body.user, answer.body.key);
  return answer.body;
}

async function round(force) {
  const waiting = (await all("items")).filter((item) => item.state === "waiting");
  if (!waiting.some((item) => force || due(item, Date.now()))) return;
  const who = await session();
  if (!who) return changed("offline");
  const me = who.user || 0;
  const nobody = { ...who, user: 0, unnamed: me > 0 }; // a resident's goes without the cookies of whoever signed in meanwhile
  const portal = !document.querySelector("meta[name=user]"); // and from pages that keep the link in the answer
  if (!me && waiting.every((item) => item.user)) return changed("signin");
  const held = new Set((await all("items")).filter((item) => item.state === "stuck").map((item) => item.subject));
  for (const item of waiting.filter((one) => (one.user ? one.user === me : portal || !me))) {
    if (held.has(item.subject) || !(force || due(item, Date.now()))) {
      held.add(item.subject); // a later step of the same case waits for the earlier one
      continue;
    }
    const verdict = await send(item, item.user ? who : nobody);
    await settle(item, verdict);
    if (verdict.kind !== "sent") held.add(item.subject);
    changed(verdict.kind);
    again ||= verdict.kind === "forbidden" && item.state === "waiting";
    if (verdict.kind === "signin" || verdict.kind === "forbidden" || (verdict.kind === "away" && (!verdict.status || verdict.wait))) return;
  }
}

/** @returns {Promise<import("./judging.js").Verdict>} */
async function send(item, who) {
  const told = await unsealValue(item.user, item.sealed);
  if (!told) return { kind: "signin" };
  for (const photo of item.photos.filter((one) => !one.sent && !one.failed)) {
    const verdict = await sendPhoto(item, photo, who);
    if (verdict.kind === "stuck") photo.failed = verdict.why.message || String(verdict.status); // the words are worth more than one picture
    else if (verdict.kind !== "sent") return verdict;
    photo.sent = verdict.kind === "sent";
    await write(["items"], (items) => items.put(item));
  }
  const photos = item.photos.filter((photo) => photo.sent).map((photo) => photo.id);
  const when = told.method === "POST" && { captured_at: told.at }; // a step is judged by the posts of the moment in which it was taken
  const body = { ...when, ...told.body, payload: PAYLOAD, ...(item.photos.length && { photos }), sent_at: new Date().toISOString() };
  const answer = await call(told.url, { method: told.method, who, type: "application/json", body: JSON.stringify(body) });
  const verdict = judge(answer, item.subject);
  if (verdict.kind === "sent") dispatchEvent(new CustomEvent("outbox-answer", { detail: { ...answer.body, label: told.label } }));
  if (verdict.kind === "sent" && body.version) keepVersion(item.subject, body.version + 1);
  return verdict;
}

const SEEN = "seen:versions";

/** The version of a case after our last step with it: a page from the cache may show an older one. */
export const versionOf = (subject, shown) => Math.max(shown, JSON.parse(localStorage.getItem(SEEN) || "{}")[subject] || 0);

function keepVersion(subject, version) {
  const seen = Object.entries(JSON.parse(localStorage.getItem(SEEN) || "{}")).filter(([id]) => id !== subject);
  localStorage.setItem(SEEN, JSON.stringify(Object.fromEntries([...seen.slice(-99), [subject, version]])));
}

async function sendPhoto(item, photo, who) {
  const kept = await one("bytes", photo.id);
  const bytes = kept && (await unseal(item.user, kept.sealed));
  if (!bytes) return kept ? { kind: "signin" } : { kind: "stuck", status: 0, why: { code: "lost", message: "" } };
  const url = `/api/photos/${photo.id}/?stage=${photo.stage}`;
  return judge(await call(url, { method: "PUT", who, type: photo.type, body: bytes, patience: LONG_MS }), photo.id);
}

/** Keep what became of it. */
async function settle(item, verdict) {
  const failed = item.photos.filter((photo) => photo.failed);
  if (verdict.kind === "sent" && !failed.length) return drop(item);
  if (verdict.kind === "sent") Object.assign(item, { state: "told", why: { code: "photos", message: failed[0].failed } });
  else if (verdict.kind === "stuck" || (verdict.kind === "forbidden" && item.refused)) Object.assign(item, { state: "stuck", status: verdict.status, why: verdict.why });
  else {
    const quick = verdict.kind === "forbidden"; // once more with a fresh token, then it is an answer
    Object.assign(item, { tries: item.tries + 1, refused: quick, next_at: Date.now() + (quick ? 0 : pause(item.tries, verdict.wait)), said: verdict.why?.code || verdict.kind });
  }
  return write(["items"], (items) => items.put(item));
}

/** Remove an item with its photos: it has arrived, or its owner threw it away. */
export const drop = (item) => write(["items", "bytes"], (items, bytes) => (items.delete(item.seq), item.photos.forEach((photo) => bytes.delete(photo.id))));
