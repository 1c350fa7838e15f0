/** What the phone still keeps: what waits, what needs a hand and why, and what can be done about it. */

import { $, make } from "../lib/dom.js";
import { discard, retry, unsent } from "../lib/outbox.js";
import { sendAsNew } from "../lib/outbox/again.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { exportUnsent } from "../lib/outbox/exporting.js";
import { flush, onChange } from "../lib/outbox/sending.js";
import { whatChanged, whatHappened } from "../lib/steps.js";
import { complain } from "../lib/toast.js";

startOutbox();
const list = $("#unsent");
const WAITS = {
  offline: gettext("没有网络"), portal: gettext("网络返回了别的页面（可能需要登录无线网）"), away: gettext("服务器暂时不可用"), signin: gettext("登录已过期，请重新登录"),
  not_signed_in: gettext("登录已过期，请重新登录"), not_allowed: gettext("正在重新确认权限"), "": gettext("等待发送"),
};

/** Why it is still here, in words. */
function reason(item, blocked) {
  if (!item.told) return gettext("已加密，登录后可见");
  if (item.state === "told") return interpolate(gettext("已送达，但有照片没有收下：%s"), [item.why.message || gettext("照片读不出来")]);
  if (item.state === "waiting") return blocked ? gettext("等同一案件的前一步处理好") : WAITS[item.said] || WAITS.away;
  if (item.why?.card) return [whatHappened(item.why.card), ...whatChanged(item.why.changed)].join(" ");
  return [item.why?.message, ...Object.values(item.why?.fields || {}).flat()].filter(Boolean).join(" ") || interpolate(gettext("服务器拒收（%s）"), [item.status]);
}

function button(text, work, tone = "") {
  const one = make("button", { type: "button", className: `button ${tone}` }, text);
  one.addEventListener("click", () => work().catch(complain));
  return one;
}

function ways(item) {
  const found = [];
  const aCase = item.told?.url.startsWith("/api/incidents/");
  const report = aCase && item.told.method === "PUT";
  if (item.state === "stuck" && report && item.told.body.on_the_spot && item.status === 403) {
    found.push(button(gettext("改为普通上报发送"), () => sendAsNew(item, { on_the_spot: false }), "primary"));
  } else if (item.state === "stuck" && report) found.push(button(gettext("作为新案件发送"), () => sendAsNew(item), "primary"));
  if (item.state === "stuck" && item.told && !aCase) found.push(button(gettext("再试一次"), () => retry(item), "primary"));
  if (item.state === "stuck" && aCase && !report) {
    const home = $("main").dataset.cases;
    found.push(make("a", { className: "button primary", href: `${home}${item.subject}/` }, gettext("看最新情况")));
  }
  if (item.state === "told") found.push(button(gettext("知道了"), () => discard(item), "primary"));
  else if (item.state === "stuck") found.push(button(gettext("丢弃"), async () => confirm(gettext("丢弃后无法找回。确定丢弃？")) && discard(item), "danger"));
  return found;
}

function card(item, blocked) {
  const { told } = item;
  const words = told && (told.body.text || told.body.opinion || told.body.reason || told.body.note || told.body.value);
  const photos = item.photos.length ? interpolate(gettext("%s 张照片"), [item.photos.length]) : "";
  const facts = [told && new Date(told.at).toLocaleString(document.documentElement.lang), photos].filter(Boolean).join(" · ");
  return make("li", { className: "card stack", dataset: { state: item.state } },
    make("div", { className: "place" }, make("h2", {}, told?.label || gettext("已加密的内容")),
      make("span", { className: `tag ${item.state === "waiting" ? "info" : "late"}` }, item.state === "waiting" ? gettext("待上传") : gettext("需处理"))),
    make("p", { className: "muted num" }, facts), ...(words ? [make("p", {}, make("bdi", {}, words))] : []),
    make("p", { className: item.state === "waiting" ? "" : "note late" }, reason(item, blocked)), make("div", { className: "ways" }, ...ways(item)));
}

async function show() {
  const items = await unsent();
  const stuck = new Set(items.filter((item) => item.state === "stuck").map((item) => item.subject));
  list.replaceChildren(...items.sort((a, b) => (a.state === "waiting") - (b.state === "waiting")).map((item) => card(item, item.state === "waiting" && stuck.has(item.subject))));
  $("#nothing").hidden = items.length > 0;
  $("#all").hidden = !items.length;
}

$("#now").addEventListener("click", () => flush({ force: true }));
$("#export").addEventListener("click", () => exportUnsent().catch((error) => error.name === "AbortError" || complain(error)));
onChange(show);
show();
