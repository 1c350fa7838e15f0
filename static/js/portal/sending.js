/** A resident's report by the outbox of the field: saved on the phone first, sent when there is a network, the link kept. */

import { putBytes, sendJSON } from "../lib/http.js";
import { discard, save, unsent } from "../lib/outbox.js";
import { flush, onChange } from "../lib/outbox/sending.js";
import { toast } from "../lib/toast.js";
import { keep } from "./kept.js";

const PATIENCE = 12000;
const SOON = 4000; // between tries while the sender waits on the page
const EVERY = 30000;
const MINE = "/mine/";
let watched = ""; // the report for whose answer its sender waits on this page

addEventListener("outbox-answer", ({ detail }) => {
  keepLink(detail, detail.label);
  if (!watched && detail.follow_token) tell(gettext("先前存在手机上的反映已送达。"), gettext("看进度"), `/follow/${detail.follow_token}/`);
});
onChange(async ({ detail, data }) => {
  if (watched || (detail || data) !== "stuck" || !(await unsent()).some((item) => item.state === "stuck")) return;
  tell(gettext("先前存在手机上的反映没有收下。"), gettext("看原因"), MINE);
});
addEventListener("online", () => flush({ force: true }));
addEventListener("pageshow", () => flush());
setInterval(() => document.hidden || flush(), EVERY);
flush();

const tell = (text, label, path) => location.pathname !== MINE && toast(text, { action: { label, run: () => location.assign(path) } });

const keepLink = ({ follow_token: token, number }, title) => token && keep({ token, title, place: number });

/**
 * Save and send. @returns {Promise<string>} the secret of the link, or "" while there is no network: then it is sent later.
 * Rejects with what the server refuses at once: the form has it still. What it refuses later stays on the phone, to be seen.
 */
export async function sendReport(report) {
  watched = report.id;
  try {
    await put(report);
  } catch {
    return sendAtOnce(report);
  }
  const { id } = report;
  const answered = new Promise((resolve) => {
    addEventListener("outbox-answer", ({ detail }) => detail.id === id && resolve(detail.follow_token || "/"));
  });
  const settled = new Promise((resolve, reject) => {
    onChange(async () => {
      const item = watched === id && (await unsent()).find((one) => one.subject === id);
      if (watched !== id || (item && item.state !== "stuck")) return;
      watched = "";
      if (!item) return void resolve(MINE); // another tab has sent it
      await discard(item);
      reject(Object.assign(new Error(item.why?.message), { status: item.status || 400, fields: item.why?.fields || {} }));
    });
  });
  const again = setInterval(() => flush({ force: true }), SOON);
  const late = new Promise((resolve) => setTimeout(resolve, navigator.onLine ? PATIENCE : 600, ""));
  try {
    return await Promise.race([answered, settled, late]);
  } finally {
    watched = "";
    Promise.race([answered, settled]).finally(() => clearInterval(again)).catch(() => {});
  }
}

const put = ({ id, label, body, shots }) => save({ id, subject: id, label, method: "PUT", url: `/api/incidents/${id}/`, body, shots });

/** A browser within another app may have nothing to keep it in: then it goes out now or not at all. */
async function sendAtOnce({ id, label, body, shots }) {
  for (const { id: photo, stage, type, bytes } of shots) await putBytes(`/api/photos/${photo}/?stage=${stage}`, bytes, type);
  const answer = await sendJSON("PUT", `/api/incidents/${id}/`, { ...body, photos: shots.map((shot) => shot.id) });
  keepLink(answer, label);
  return answer.follow_token || "/";
}
