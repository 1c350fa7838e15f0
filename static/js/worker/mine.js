/** One's own page: what was reported, the work phone, and the way out. */

import { $ } from "../lib/dom.js";
import { onSubmit } from "../lib/busy.js";
import { newId } from "../lib/ids.js";
import { save } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { guardSignOut } from "../lib/outbox/leaving.js";
import { toast } from "../lib/toast.js";

startOutbox();
guardSignOut();

onSubmit($("#profile"), async () => {
  const id = newId();
  await save({ id, subject: id, label: gettext("工作电话"), method: "PUT", url: `/api/profile/${id}/`, body: { work_phone: $("#work-phone").value.trim() } });
  toast(gettext("已保存，联网自动发送。"));
});
