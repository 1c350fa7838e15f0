/** A browser's push subscription, as the server keeps it. */

import { serviceWorker } from "./serviceworker.js";

/** @param {string} key our public key (VAPID) @returns {Promise<{address: string, p256dh: string, auth: string}>} */
export async function subscription(key) {
  await serviceWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  return { address: endpoint, p256dh: keys.p256dh, auth: keys.auth };
}
