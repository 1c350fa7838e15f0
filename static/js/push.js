/** Browser notifications on this device: subscribe, then send the form with the subscription. */

import { subscription } from "./lib/push.js";

const form = document.getElementById("push");
const told = form.querySelector("[role=status]");
if ("serviceWorker" in navigator && "PushManager" in window) form.hidden = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const found = await subscription(form.dataset.key);
    for (const [name, value] of Object.entries(found)) form.elements[name].value = value;
    form.submit();
  } catch (error) {
    told.textContent = error.name === "NotAllowedError" ? gettext("浏览器没有允许通知。") : gettext("这台设备暂时不能接收推送。");
  }
});
