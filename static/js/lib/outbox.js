/**
 * The outbox (发件箱): everything that the field writes is saved here first and sent from here. Nothing leaves it but by an
 * acknowledgement that names it, or by its owner's hand.
 */

import { newId } from "./ids.js";
import { forgetFacts } from "./facts.js";
import { forgetKeys, seal, sealValue, unseal, unsealValue } from "./outbox/sealing.js";
import { changed, drop, flush } from "./outbox/sending.js";
import { all, one, write } from "./outbox/store.js";

/** Whose phone this is now: the user for whom the page was made, also when it comes from the cache. */
export const owner = () => Number(document.querySelector("meta[name=user]")?.content || 0);

const mine = async (name) => (await all(name)).filter((item) => item.user === owner());

export async function sealedShots(user, shots) {
  const found = [];
  for (const shot of shots) found.push({ id: shot.id, user, sealed: await seal(user, shot.bytes) });
  return found;
}

/**
 * Save something to be sent. When this resolves it is on the disk. Saving the same id twice is saving once.
 * @param {{id?: string, subject: string, label: string, method: string, url: string, body: object, draft?: string,
 *   shots?: {id: string, stage: string, type: string, bytes: ArrayBuffer}[]}} given `subject` is the id that the answer names;
 *   `draft` is deleted in the same moment
 */
export async function save({ id = newId(), subject, label, method, url, body, shots = [], draft = "" }) {
  const user = owner();
  const sealed = await sealValue(user, { label, method, url, body, at: new Date().toISOString() });
  const photos = shots.map(({ id: photo, stage, type }) => ({ id: photo, stage, type, sent: false }));
  const kept = await sealedShots(user, shots);
  const item = { id, user, subject, state: "waiting", tries: 0, refused: false, next_at: 0, said: "", why: null, photos, sealed };
  if (!(await all("items")).some((known) => known.id === id)) {
    await write(["items", "bytes", "drafts"], (items, bytes, drafts) => {
      items.add(item);
      kept.forEach((photo) => bytes.put(photo));
      if (draft) drafts.delete(`${user}:${draft}`);
    });
  }
  changed();
  flush({ force: true });
}

/** Everything of this user that is not sent, in order, with its words where they can be read. */
export async function unsent() {
  const items = await mine("items");
  return Promise.all(items.map(async (item) => ({ ...item, told: await unsealValue(item.user, item.sealed) })));
}

/** @returns {Promise<{waiting: number, stuck: number, others: number}>} others: of people who used this phone before */
export async function counts() {
  const items = await all("items");
  const own = items.filter((item) => item.user === owner());
  const stuck = own.filter((item) => item.state !== "waiting").length;
  return { waiting: own.length - stuck, stuck, others: items.filter((item) => item.user && item.user !== owner()).length };
}

/** How many steps of a case wait here: the version that the next one will find is so much higher. */
export const queued = async (subject) => (await mine("items")).filter((item) => item.subject === subject && item.state !== "told").length;

/** The picture of an item or a draft; null while it cannot be read. */
export const photoBytes = async (item, photo) => {
  const kept = await one("bytes", photo.id);
  return kept ? unseal(item.user, kept.sealed) : null;
};

export const discard = async (item) => (await drop(item), changed());

/** What was refused goes out once more as it is: the reason may be gone. */
export async function retry({ told: _words, ...item }) {
  await write(["items"], (items) => items.put({ ...item, state: "waiting", refused: false, why: null, next_at: 0 }));
  changed();
  flush({ force: true });
}

/** At the sign-out: keys and pages go, what is not sent stays sealed until its owner is back. */
export async function lock() {
  await forgetKeys();
  await forgetFacts().catch(() => {});
  if (globalThis.caches) await caches.delete("pages");
}
