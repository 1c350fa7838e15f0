/** Drafts (草稿): kept at each change, sealed like the outbox. A report's draft carries the id that the report will have. */

import { owner, photoBytes, sealedShots } from "../outbox.js";
import { sealValue, unsealValue } from "./sealing.js";
import { all, one, write } from "./store.js";

/** Keep a draft. @param {string} name of the page @param {object} value @param {object[]} shots */
export async function keepDraft(name, value, shots) {
  const user = owner();
  const kept = (await one("drafts", `${user}:${name}`))?.shots || [];
  const has = new Set(kept.map((shot) => shot.id));
  const fresh = await sealedShots(user, shots.filter((shot) => !has.has(shot.id)));
  const draft = { key: `${user}:${name}`, user, sealed: await sealValue(user, value), shots: shots.map(({ id, stage, type }) => ({ id, stage, type })) };
  const gone = kept.filter((old) => !shots.some((shot) => shot.id === old.id));
  await write(["drafts", "bytes"], (drafts, bytes) => {
    drafts.put(draft);
    fresh.forEach((photo) => bytes.put(photo));
    gone.forEach((photo) => bytes.delete(photo.id));
  });
}

/** @returns {Promise<{value: object, shots: object[]} | null>} */
export async function draft(name) {
  const found = await one("drafts", `${owner()}:${name}`);
  const value = found && (await unsealValue(found.user, found.sealed));
  if (!value) return null;
  const shots = await Promise.all(found.shots.map(async (shot) => ({ ...shot, bytes: await photoBytes(found, shot) })));
  return { value, shots: shots.filter((shot) => shot.bytes) };
}


/** The names of this user's drafts that begin with `prefix`. */
export const draftNames = async (prefix) =>
  (await all("drafts")).filter((draft) => draft.key.startsWith(`${owner()}:${prefix}`)).map((draft) => draft.key.slice(`${owner()}:`.length));

export async function dropDraft(name) {
  const found = await one("drafts", `${owner()}:${name}`);
  if (found) await write(["drafts", "bytes"], (drafts, bytes) => (drafts.delete(found.key), found.shots.forEach((shot) => bytes.delete(shot.id))));
}
