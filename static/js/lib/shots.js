/** Photos of a form: shrunk on the phone, shown as tiles, each sent under its own id and only once. */

import { $, icon, make } from "./dom.js";
import { putBytes } from "./http.js";
import { newId } from "./ids.js";
import { toast } from "./toast.js";

const MOST = 9;

export class Shots {
  /** @param {HTMLElement} root `[data-shots]` with the file input @param {string} stage */
  constructor(root, stage) {
    Object.assign(this, { root, stage, shots: [], working: Promise.resolve() });
    this.input = $("input[type=file]", root);
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    if (this.input.files.length) this.take([...this.input.files]); // taken before this script was there
  }

  get count() {
    return this.shots.length;
  }

  take(files) {
    this.input.value = "";
    if (this.count + files.length > MOST) toast(interpolate(gettext("最多 %s 张照片。"), [MOST]), { bad: true });
    for (const file of files.slice(0, MOST - this.count)) {
      const shot = { id: newId(), sent: false, url: URL.createObjectURL(file) };
      this.shots.push(shot);
      this.show(shot);
      this.working = this.working.then(async () => {
        Object.assign(shot, await (await import("./shrink.js")).shrink(file));
        this.weigh(shot);
      }).catch(() => (this.drop(shot), toast(gettext("这张照片读不出来，请重拍。"), { bad: true })));
    }
    this.root.dispatchEvent(new Event("shots", { bubbles: true }));
  }

  show(shot) {
    const remove = make("button", { type: "button", "aria-label": gettext("删除这张照片") }, make("span", {}, icon("close")));
    remove.addEventListener("click", () => this.drop(shot));
    shot.size = make("small", {}, gettext("正在压缩…"));
    shot.tile = make("div", { className: "shot" }, make("img", { src: shot.url, alt: gettext("已选的照片") }), shot.size, remove);
    this.root.insertBefore(shot.tile, this.input.closest(".add"));
  }

  drop(shot) {
    shot.tile.remove();
    URL.revokeObjectURL(shot.url);
    this.shots = this.shots.filter((one) => one !== shot);
    this.root.dispatchEvent(new Event("shots", { bubbles: true }));
  }

  /** The photos as they will be sent, when all of them are shrunk. @returns {Promise<{id: string, stage: string, type: string, bytes: ArrayBuffer}[]>} */
  async taken() {
    await this.working;
    return this.shots.map(({ id, type, bytes }) => ({ id, stage: this.stage, type, bytes }));
  }

  /** Show photos that were kept before. */
  restore(kept) {
    for (const { id, type, bytes } of kept.filter((one) => one.stage === this.stage)) {
      const shot = { id, type, bytes, sent: false, url: URL.createObjectURL(new Blob([bytes], { type })) };
      this.shots.push(shot);
      this.show(shot);
      this.weigh(shot);
    }
  }

  weigh(shot) {
    shot.size.textContent = interpolate(gettext("%s KB"), [Math.max(1, Math.round(shot.bytes.byteLength / 1024))]);
  }

  /** Send what was not sent yet, one after the other: a cut line costs one photo. @returns {Promise<string[]>} ids */
  async send() {
    await this.working;
    for (const shot of this.shots) {
      if (shot.sent) continue;
      shot.size.textContent = gettext("正在上传…");
      const reply = await putBytes(`/api/photos/${shot.id}/?stage=${this.stage}`, shot.bytes, shot.type);
      if (reply.id !== shot.id) throw new Error("the reply is about another photo");
      shot.sent = true;
      shot.size.textContent = gettext("已上传");
    }
    return this.shots.map((shot) => shot.id);
  }
}
