/**
 * What lies on the phone is sealed for its user (AES-GCM): another person who signs in on the same phone cannot read it.
 * The key comes with the sign-in, cannot be taken out of the browser, and is forgotten at the sign-out; the next sign-in of the
 * same person brings the same key. Without https there is no sealing (and no offline app either).
 */

import { one, write } from "./store.js";

const CIPHER = "AES-GCM";
const can = () => Boolean(globalThis.crypto?.subtle);

/** Keep the key of a user. @param {number} user @param {string} base64 */
export async function keepKey(user, base64) {
  if (!can() || !base64 || (await one("keys", user))) return;
  const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, CIPHER, false, ["encrypt", "decrypt"]);
  await write(["keys"], (keys) => keys.put({ user, key }));
}

/** After a sign-out nothing that was sealed can be read. */
export const forgetKeys = () => write(["keys"], (keys) => keys.clear());

const keyOf = async (user) => (can() ? (await one("keys", user))?.key : undefined);

/** @param {number} user @param {ArrayBuffer | Uint8Array} bytes */
export async function seal(user, bytes) {
  const key = await keyOf(user);
  if (!key) return { bytes };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt({ name: CIPHER, iv }, key, bytes) };
}

/** The bytes, or null while the key is not there. */
export async function unseal(user, sealed) {
  if (!sealed.iv) return sealed.bytes;
  const key = await keyOf(user);
  return key ? crypto.subtle.decrypt({ name: CIPHER, iv: sealed.iv }, key, sealed.bytes) : null;
}

export const sealValue = (user, value) => seal(user, new TextEncoder().encode(JSON.stringify(value)));

export async function unsealValue(user, sealed) {
  const bytes = await unseal(user, sealed);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}
