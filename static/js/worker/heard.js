/** A worker says that an emergency notice is passed on: by the outbox, since notices come when networks are bad. */

import { $, make } from "../lib/dom.js";
import { onSubmit } from "../lib/busy.js";
import { save } from "../lib/outbox.js";

const form = $("form[data-heard]");
const { heard: url, alert: subject } = form.dataset;
addEventListener("outbox-answer", ({ detail }) => detail.id === subject && location.reload());
onSubmit(form, async () => {
  await save({ subject, label: gettext("应急通知签收"), method: "POST", url, body: {} });
  form.replaceWith(make("p", { className: "note" }, gettext("已保存，联网自动发送。")));
});
