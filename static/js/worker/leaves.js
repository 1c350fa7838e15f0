/** Leave and stand-ins, for leaders: the forms of the page, by the outbox. */

import { $, $$ } from "../lib/dom.js";
import { onSubmit } from "../lib/busy.js";
import { newId } from "../lib/ids.js";
import { save, unsent } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { onChange } from "../lib/outbox/sending.js";
import { toast } from "../lib/toast.js";

startOutbox();
let waiting = 0;

/** What was ended here waits for the network; once all has arrived the page is drawn anew. */
async function mark() {
  const mine = (await unsent()).filter((item) => item.told?.url.startsWith("/api/leaves/"));
  const subjects = new Set(mine.map((item) => item.subject));
  for (const form of $$("form[data-leave]")) {
    const button = $("button", form);
    if (subjects.has(form.dataset.leave)) [button.disabled, button.textContent] = [true, $("#main").dataset.saved];
  }
  if (mine.length < waiting && navigator.onLine) location.reload();
  waiting = mine.length;
}

const by = (form, told) => onSubmit(form, async () => {
  await told();
  toast(gettext("已保存，联网自动发送。"));
});

for (const form of $$("form[data-leave]")) {
  by(form, () => save({ subject: form.dataset.leave, label: gettext("结束请假"), method: "POST", url: form.dataset.end, body: {} }));
}

const form = $("#leave");
by(form, () => {
  const { post, stand_in, since, until } = Object.fromEntries(new FormData(form));
  const [id, name] = [newId(), form.elements.post.selectedOptions[0].textContent];
  const body = { post: Number(post), stand_in: stand_in ? Number(stand_in) : null, since, until, captured_at: new Date().toISOString() };
  return save({ id, subject: id, label: `${gettext("请假")} · ${name}`, method: "PUT", url: `/api/leaves/${id}/`, body });
});
onChange(mark);
mark();
