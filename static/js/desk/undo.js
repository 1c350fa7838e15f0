/** A dispatch can be taken back for ten seconds: a message with a countdown, a button and the key Z. */

import { make } from "../lib/dom.js";
import { takeStep } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";

const SECONDS = 10;
let offered = null;

/** @param {object} card the case after the dispatch @param {(card: object) => void} done gets the case after it was taken back */
export function offerUndo(card, done) {
  offered?.end();
  const until = Date.now() + SECONDS * 1000;
  const left = make("span", { className: "num", "aria-hidden": "true" });
  const button = make("button", { type: "button", className: "button" }, gettext("撤销派遣"), " ", make("kbd", {}, "Z"));
  const unit = card.unit ? ` → ${card.unit}` : "";
  const box = make("div", { className: "toast undo" }, make("span", {}, interpolate(gettext("已派遣：%s%s"), [card.title, unit])), left, button);
  const count = () => {
    const rest = Math.ceil((until - Date.now()) / 1000);
    if (rest <= 0) end();
    else left.textContent = interpolate(gettext("%s 秒"), [rest]);
  };
  const timer = setInterval(count, 250);
  const end = () => {
    clearInterval(timer);
    box.remove();
    if (offered?.end === end) offered = null;
  };
  async function undo() {
    end();
    try {
      const back = await takeStep(card.id, "recall", card.version, {});
      toast(interpolate(gettext("已撤回：%s"), [card.title]));
      done(back);
    } catch (error) {
      complain(error);
    }
  }
  button.addEventListener("click", undo, { once: true });
  offered = { end, undo };
  count();
  document.getElementById("toasts").append(box);
}

/** The key: whether there was something to take back. */
export function undoLast() {
  const had = offered;
  had?.undo();
  return Boolean(had);
}
