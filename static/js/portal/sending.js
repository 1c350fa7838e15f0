/** A resident's report by the outbox of the field: saved on the phone first, sent when there is a network, the link kept. */

import { discard, save, unsent } from "../lib/outbox.js";
import { flush, onChange } from "../lib/outbox/sending.js";
import { keep } from "./kept.js";

const PATIENCE = 12000;
const SOON = 4000; // between tries while the sender waits on the page
const EVERY = 30000;

addEventListener("outbox-answer", ({ detail }) => detail.follow_token && keep({ token: detail.follow_token, title: detail.label, place: detail.number }));
addEventListener("online", () => flush({ force: true }));
addEventListener("pageshow", () => flush());
setInterval(() => document.hidden || flush(), EVERY);
flush();

/** What still waits on this phone, with its words. */
export const waiting = async () => (await unsent()).filter((item) => item.state === "waiting");

/**
 * Save and send. @returns {Promise<string>} the secret of the link, or "" while there is no network: then it is sent later.
 * Rejects with what the server refuses; nothing of it stays behind.
 */
export async function sendReport({ id, label, body, shots }) {
  const answered = new Promise((resolve) => {
    const listen = ({ detail }) => detail.id === id && (removeEventListener("outbox-answer", listen), resolve(detail.follow_token || "/"));
    addEventListener("outbox-answer", listen);
  });
  const refused = new Promise((_resolve, reject) => {
    onChange(async () => {
      const item = (await unsent()).find((one) => one.subject === id);
      if (item?.state !== "stuck" && item?.state !== "told") return;
      await discard(item);
      reject(Object.assign(new Error(item.why?.message), { status: item.status || 400, fields: item.why?.fields || {} }));
    });
  });
  await save({ id, subject: id, label, method: "PUT", url: `/api/incidents/${id}/`, body, shots });
  const again = setInterval(() => flush({ force: true }), SOON);
  const stop = () => clearInterval(again);
  Promise.race([answered, refused]).then(stop, stop);
  const late = new Promise((resolve) => setTimeout(resolve, navigator.onLine ? PATIENCE : 600, ""));
  return Promise.race([answered, refused, late]);
}
