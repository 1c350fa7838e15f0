/** Subscribing: the position only when a radius is chosen, the browser's own notices only on a tap. */

import { $ } from "../lib/dom.js";
import { subscription } from "../lib/push.js";
import { watchPosition } from "../lib/position.js";
import { toast } from "../lib/toast.js";
import { startShell } from "./shell.js";

startShell();
const form = $("#subscribe");
const button = form && $("[data-push]", form);

form?.elements.metres.addEventListener("change", () => {
  if (!form.elements.metres.value) return (form.elements.lon.value = form.elements.lat.value = "");
  const stop = watchPosition((fix) => {
    stop();
    form.elements.lon.value = fix.lon;
    form.elements.lat.value = fix.lat;
    $("[data-told]", form).textContent = gettext("已取得位置");
  }, () => toast(gettext("定位不到，请选择社区。"), { bad: true }));
  return undefined;
});

if (button) button.hidden = !("PushManager" in window && navigator.serviceWorker);
button?.addEventListener("click", async () => {
  try {
    const made = await subscription(form.dataset.key);
    const body = new FormData(form);
    body.set("channel", "push");
    for (const [name, value] of Object.entries(made)) body.set(name, value);
    const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (response.redirected) return location.assign(response.url);
    return toast(gettext("没有订阅成功，请检查所选的社区。"), { bad: true });
  } catch (error) {
    const denied = error.name === "NotAllowedError";
    return toast(denied ? gettext("浏览器没有允许通知，可在浏览器设置里改，或用邮件订阅。") : gettext("这台设备暂时不能接收推送，请用邮件订阅。"), { bad: true });
  }
});
