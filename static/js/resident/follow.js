/** Following a report: photos in full size, the link to keep. */

import { $ } from "../lib/dom.js";
import { watchPhotos } from "../lib/lightbox.js";
import { byNumber, keep } from "../portal/kept.js";
import { startShell } from "../portal/shell.js";
import { toast } from "../lib/toast.js";

startShell();
const own = { ...$("#kept").dataset };
if (!byNumber(own.token)) keep(own);
watchPhotos($("main"));
$("[data-copy]").addEventListener("click", async () => {
  const field = $("#link");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    toast(gettext("链接已复制。"));
  } catch {
    toast(gettext("请长按链接复制。"));
  }
});
