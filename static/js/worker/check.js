/** One-point check: find a building or a shop, see what is known with source and date, say what was seen; offline the check is kept. */

import { $, later, make } from "../lib/dom.js";
import { onSubmit } from "../lib/busy.js";
import { getJSON } from "../lib/http.js";
import { newId } from "../lib/ids.js";
import { save } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { keepDraft } from "../lib/outbox/drafts.js";
import { complain, toast } from "../lib/toast.js";

startOutbox();
const page = $("#main").dataset;
const [field, found, home] = [$("#q"), $("#found"), $("#spot")];
const KINDS = { building: "buildings", enterprise: "enterprises" };

const link = (one) => make("a", { className: "task", href: `#${one.kind}:${one.id}` }, make("b", {}, one.name || one.address), make("span", { className: "end" }, one.kind === "building" ? gettext("楼栋") : gettext("商铺企业")), make("span", { className: "where" }, one.address || ""));

async function search() {
  const words = field.value.trim();
  if (words.length < 2) return found.replaceChildren();
  const { items } = await getJSON(`${page.spots}?q=${encodeURIComponent(words)}`);
  $("#hint").hidden = items.length > 0;
  found.replaceChildren(...items.map((one) => make("li", {}, link(one))));
  if (!items.length) found.replaceChildren(make("li", { className: "card" }, gettext("本网格没有找到。")));
  return undefined;
}

const rowsOf = (rows) => make("ul", { className: "facts" }, ...rows.map((row) => make("li", {}, make("span", { className: "muted" }, row.label), make("b", {}, make("bdi", {}, row.value)),
  make("small", { className: "muted" }, [[row.source, row.at].filter(Boolean).join(" ") || gettext("来源未注明"), row.until && interpolate(gettext("有效期至 %s"), [row.until])].filter(Boolean).join(" · ")))));

function card(spot) {
  const parts = [make("h2", { tabIndex: -1 }, spot.name)];
  if (spot.people !== null) parts.push(make("p", { className: "muted num" }, interpolate(gettext("%s 户 · 在住 %s 人（人房登记，今日；不显示个人）"), [spot.doors, spot.people])));
  parts.push(rowsOf(spot.rows));
  if (spot.people_in_charge?.length) parts.push(make("h3", {}, gettext("负责人")), rowsOf(spot.people_in_charge));
  const licences = spot.licences.map((one) => ({ label: one.kind, value: one.number, source: one.source, at: one.at, until: one.until }));
  if (licences.length) parts.push(make("h3", {}, gettext("许可证照")), rowsOf(licences));
  parts.push(make("h3", {}, gettext("最近检查")));
  parts.push(spot.checks.length ? make("ul", { className: "facts" }, ...spot.checks.map((one) => make("li", {}, make("span", { className: "muted" }, one.on), make("b", {}, one.faults.join("、") || gettext("未发现隐患")), make("small", {}, make("bdi", {}, one.note))))) : make("p", { className: "muted" }, gettext("还没有检查记录。")));
  if (spot.cases?.length) parts.push(make("h3", {}, gettext("由检查转出的案件")), make("ul", { className: "facts" }, ...spot.cases.map((one) => make("li", {}, make("span", { className: "muted" }, one.on), make("b", {}, one.what), make("small", { className: "num" }, `${one.number} ${one.state}`)))));
  if (spot.shops.length) parts.push(make("h3", {}, gettext("楼内商铺企业")), make("ul", { className: "list" }, ...spot.shops.map((one) => make("li", {}, link(one)))));
  return make("section", { className: "card stack" }, ...parts);
}

/** Opened by its address #kind:id; without a network the check itself still works. */
async function open() {
  const [, kind, id] = decodeURIComponent(location.hash).match(/^#(building|enterprise):([0-9A-Za-z._-]{1,36})$/) || [];
  home.replaceChildren();
  $("#search").hidden = $("#hint").hidden = found.hidden = Boolean(id);
  if (!id) return;
  let spot = null;
  try {
    spot = await getJSON(`${page.spots}${KINDS[kind]}/${id}/`);
    home.append(card(spot));
  } catch (refusal) {
    if (refusal.status) return complain(refusal);
    home.append(make("p", { className: "note soon" }, gettext("离线：看不到已知情况，检查照常保存。")));
  }
  const form = document.importNode($("#form").content, true).firstElementChild;
  onSubmit(form, (button) => tell(kind, id, spot, form, button));
  home.append(form);
  $("h2", home)?.focus();
  scrollTo(0, 0);
}

async function tell(kind, id, spot, form, button) {
  const values = new FormData(form);
  const [check, wanted] = [newId(), button.value === "case" ? newId() : null];
  const body = { captured_at: new Date().toISOString(), [kind]: id, faults: values.getAll("faults"), note: values.get("note").trim(), case: wanted };
  await save({ id: check, subject: check, label: `${gettext("一点检查")} · ${spot?.name || id}`, method: "PUT", url: `/api/spot-checks/${check}/`, body });
  if (wanted) {
    const point = spot?.point && { lon: spot.point[0], lat: spot.point[1], datum: "wgs84" };
    await keepDraft(`report:${wanted}`, { captured_at: body.captured_at, place: spot?.name || "", text: body.note, point }, []);
    return location.assign(`${page.report}#${wanted}`);
  }
  toast(gettext("已保存，联网自动发送。"));
  location.hash = "";
  return undefined;
}

field.addEventListener("input", later(250, () => search().catch(complain)));
$("#search").addEventListener("submit", (event) => (event.preventDefault(), search().catch(complain)));
$("#code").addEventListener("change", async () => {
  const { codeIn } = await import("../lib/scan.js");
  const text = await codeIn($("#code").files[0]).catch(() => "");
  const hash = text.match(/#?((?:building|enterprise):[0-9A-Za-z._-]{1,36})$/);
  $("#code").value = "";
  if (hash) location.hash = hash[1];
  else toast(gettext("没有读到楼栋或商铺的二维码，请搜索名称。"), { bad: true });
});
addEventListener("hashchange", () => open().catch(complain));
open().catch(complain);
