/** Signing out on a phone that still keeps something (退出登录). */

import { $, make } from "../dom.js";
import { counts, lock } from "../outbox.js";

/** Whoever signs out is told what would stay behind. The keys go first: what stays is sealed. */
export function guardSignOut() {
  const form = $("form[action$='/sign-out/']");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { waiting, stuck } = await counts();
    if (waiting + stuck && !(await agreed(waiting + stuck))) return;
    await lock();
    form.submit();
  });
}

function agreed(number) {
  return new Promise((resolve) => {
    const stay = make("button", { type: "button", className: "button primary" }, gettext("先不退出"));
    const leave = make("button", { type: "button", className: "button danger" }, gettext("仍然退出"));
    const text = interpolate(gettext("还有 %s 条没有上传。现在退出，它们会加密留在本机，您下次登录后继续发送。"), [number]);
    const box = make("dialog", { "aria-labelledby": "leaving" }, make("div", { className: "body" }, make("p", { id: "leaving" }, text)), make("footer", {}, leave, stay));
    const end = (answer) => (box.close(), box.remove(), resolve(answer));
    stay.addEventListener("click", () => end(false));
    leave.addEventListener("click", () => end(true));
    box.addEventListener("cancel", () => end(false));
    document.body.append(box);
    box.showModal();
  });
}
