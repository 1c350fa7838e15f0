/**
 * A walk on duty (巡查): positions while the page is in front, buffered in a draft that survives a killed tab, sent in batches
 * through the outbox. Where nothing was heard of for long there is a gap; nothing is made up.
 */

import { newId } from "./ids.js";
import { save } from "./outbox.js";
import { draft, dropDraft, keepDraft } from "./outbox/drafts.js";
import { metres } from "./position.js";

const NAME = "patrol";
const [BATCH, EVERY_MS, STEP_MS, STEP_M, VAGUE_M] = [12, 30000, 8000, 8, 100];
const LONGEST_MS = 16 * 3600 * 1000;
export const GAP_MS = 90000;

export class Walk {
  /** @param {(fix: {lon: number, lat: number, accuracy_m: number, at: number}) => void} told called for each position that is kept */
  constructor(told) {
    Object.assign(this, { told, state: null, last: null, sentAt: 0, watch: 0, lock: null });
    document.addEventListener("visibilitychange", () => this.state && (document.hidden ? this.send() : this.awake()));
    addEventListener("pagehide", () => this.state && this.send());
  }

  /** Go on with a walk that a killed tab left behind. @returns {Promise<boolean>} */
  async restore() {
    const kept = (await draft(NAME))?.value;
    if (!kept || Date.now() - Date.parse(kept.started_at) > LONGEST_MS) return false;
    this.state = kept;
    this.begin();
    return true;
  }

  async start() {
    const id = newId();
    this.state = { id, n: 0, points: [], started_at: new Date().toISOString() };
    await save({ subject: id, label: gettext("开始巡查"), method: "PUT", url: `/api/patrols/${id}/`, body: { captured_at: this.state.started_at } });
    await this.keep();
    this.begin();
  }

  begin() {
    this.sentAt = Date.now();
    this.awake();
    this.watch = navigator.geolocation?.watchPosition((fix) => this.fixed(fix), () => {}, { enableHighAccuracy: true, maximumAge: 0, timeout: 60000 });
  }

  /** The screen stays on: with a dark screen a page hears nothing. */
  async awake() {
    this.lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  keep = () => keepDraft(NAME, this.state, []);

  async fixed({ coords }) {
    const fix = { lon: coords.longitude, lat: coords.latitude, accuracy_m: Math.round(coords.accuracy), at: Date.now() };
    if (!this.state || fix.accuracy_m > VAGUE_M) return;
    if (this.last && fix.at - this.last.at < STEP_MS && metres(this.last, fix) < STEP_M) return;
    this.last = fix;
    this.state.points.push({ n: this.state.n++, lon: fix.lon, lat: fix.lat, accuracy_m: fix.accuracy_m, at: new Date(fix.at).toISOString() });
    this.told(fix);
    await this.keep();
    if (this.state?.points.length >= BATCH || Date.now() - this.sentAt > EVERY_MS) await this.send();
  }

  /** What is buffered goes into the outbox; killed in between, the same numbers go twice and are kept once. */
  async send() {
    const { id, points } = this.state;
    if (!points.length) return;
    this.state.points = [];
    this.sentAt = Date.now();
    const label = interpolate(gettext("巡查轨迹 %s 点"), [points.length]);
    await save({ subject: id, label, method: "POST", url: `/api/patrols/${id}/track/`, body: { points } });
    if (this.state) await this.keep();
  }

  async stop() {
    navigator.geolocation?.clearWatch(this.watch);
    await this.send();
    const { id } = this.state;
    this.state = null;
    await save({ subject: id, label: gettext("结束巡查"), method: "POST", url: `/api/patrols/${id}/stop/`, body: { captured_at: new Date().toISOString() } });
    await dropDraft(NAME);
    this.lock?.release().catch(() => {});
  }
}
