/** What this phone could not send yet: said with the reason, sent again, or thrown away by whoever wrote it. */

import { make } from "../lib/dom.js";
import { discard, unsent } from "../lib/outbox.js";
import { sendAsNew } from "../lib/outbox/again.js";
import { flush, onChange } from "../lib/outbox/sending.js";
import { complain } from "../lib/toast.js";
import "./sending.js";

const WAITS = { offline: gettext("没有网络，联网后自动发送。"), portal: gettext("网络要求先登录（如公共 Wi-Fi），登录后自动发送。") };

function reason({ state, said, why }) {
  if (state === "told") return gettext("已送达，但有照片没有收下。可在进度页补充照片。");
  if (state === "waiting") return WAITS[said] || gettext("暂时送不到，会自动再发。");
  return [gettext("没有收下："), why?.message, ...Object.values(why?.fields || {}).flat()].filter(Boolean).join(" ");
}

function button(text, work, tone = "") {
  const one = make("button", { type: "button", className: `button ${tone}` }, text);
  one.addEventListener("click", () => work().catch(complain));
  return one;
}

function ways(item) {
  if (item.state === "told") return [button(gettext("知道了"), () => discard(item), "primary")];
  const away = button(gettext("删除"), async () => confirm(gettext("还没有发出去。删除后无法找回，确定删除？")) && discard(item), "danger");
  if (item.state === "waiting") return [button(gettext("现在发送"), () => flush({ force: true }), "primary"), away];
  const noPhone = item.why?.fields?.phone ? { phone: "" } : {};
  return [button(noPhone.phone === "" ? gettext("不留手机号，再发一次") : gettext("再发一次"), () => sendAsNew(item, noPhone), "primary"), away];
}

function card(item, moment) {
  const waits = item.state === "waiting";
  const photos = item.photos.length ? interpolate(gettext("%s 张照片"), [item.photos.length]) : "";
  return make("li", { className: "card stack", dataset: { state: item.state } },
    make("div", { className: "place" }, make("b", {}, item.told?.label || ""), make("span", { className: `tag ${waits ? "soon" : "late"}` }, waits ? gettext("待发送") : gettext("需要您看一下"))),
    make("p", { className: "muted num" }, [item.told && moment(item.told.at), photos].filter(Boolean).join(" · ")),
    make("p", {}, reason(item)), make("div", { className: "ways" }, ...ways(item)));
}

/** @param {HTMLElement} home a list @param {(at: string) => string} moment how a time is written */
export async function showPending(home, moment) {
  const show = async () => home.replaceChildren(...(await unsent()).map((item) => card(item, moment)));
  onChange(() => show().catch(() => {}));
  await show();
}
