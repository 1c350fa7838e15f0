/**
 * Facts that the phone may know for a day (手机名单), such as who is to be visited: sealed for its user, gone after 24 hours, at the
 * sign-out, and with the next user. In a store of its own, so that the outbox's never changes its form for them.
 */

import { sealValue, unsealValue } from "./outbox/sealing.js";

const DAY_MS = 24 * 3600 * 1000;
const NAME = "wangge-facts";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("facts", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function ask(mode, question) {
  const store = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = store.transaction("facts", mode);
      const request = question(change.objectStore("facts"));
      change.oncomplete = () => resolve(request.result);
      change.onabort = change.onerror = () => reject(change.error);
    });
  } finally {
    store.close();
  }
}

/** Keep something for a day. Where nothing can be sealed (no https, no key yet) nothing is kept. */
export async function keepFacts(user, name, value) {
  const sealed = await sealValue(user, value);
  if (sealed.iv) await ask("readwrite", (facts) => facts.put({ key: `${user}:${name}`, at: Date.now(), sealed }));
}

/** @returns {Promise<{value: object, at: number} | null>} what is kept and not older than a day; what is older is deleted */
export async function facts(user, name) {
  const key = `${user}:${name}`;
  const kept = await ask("readonly", (store) => store.get(key));
  if (!kept) return null;
  const age = Date.now() - kept.at;
  if (age < 0 || age > DAY_MS) return ask("readwrite", (store) => store.delete(key)).then(() => null);
  const value = await unsealValue(user, kept.sealed);
  return value && { value, at: kept.at };
}

export const dropFacts = (user, name) => ask("readwrite", (store) => store.delete(`${user}:${name}`));

/** Everybody's. */
export const forgetFacts = () => ask("readwrite", (store) => store.clear());

/** What is older than a day goes, whoever kept it; what another user kept goes too. */
export const tidyFacts = (user) =>
  ask("readwrite", (store) => {
    const all = store.openCursor();
    all.onsuccess = () => {
      const row = all.result;
      if (!row) return;
      if (Date.now() - row.value.at > DAY_MS || !row.key.startsWith(`${user}:`)) row.delete();
      row.continue();
    };
    return all;
  });
