/** Short messages at the foot of the page. The container is in the page, so screen readers hear what is put in. */

import { make } from "./dom.js";

const STAY = 6000;

/** @param {string} text @param {{bad?: boolean, action?: {label: string, run: () => void}}} options */
export function toast(text, { bad = false, action } = {}) {
  const home = document.getElementById("toasts");
  const box = make("div", { className: bad ? "toast bad" : "toast" }, make("span", {}, text));
  const gone = () => box.remove();
  if (action) {
    const button = make("button", { type: "button", className: "button" }, action.label);
    button.addEventListener("click", () => (gone(), action.run()), { once: true });
    box.append(button);
  }
  while (home.children.length > 3) home.firstChild.remove();
  home.append(box);
  setTimeout(gone, bad ? STAY * 2 : STAY);
}

/** An error in the words that the server found; a session that ended gets a way back in. */
export function complain(error) {
  if (error?.name === "AbortError") return;
  if (!error?.status && error?.status !== 0) console.error(error);
  const again = { label: gettext("重新登录"), run: () => location.reload() };
  toast(error?.told || gettext("出错了，请重试。"), { bad: true, action: error?.status === 401 ? again : undefined });
}
