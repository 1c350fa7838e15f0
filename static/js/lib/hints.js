/** While a report is typed: which category its words speak of, and which open cases it may repeat. Without a network it is silent. */

import { $, later, make } from "./dom.js";
import { sendJSON } from "./http.js";

const SHORTEST = 2;

const moment = (stamp) => new Date(stamp).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

/**
 * @param {HTMLFormElement} form holds `[data-advice]`, which is filled, and the fields text, place, community
 * @param {{categories: {chosen: number | null, choose: Function}, placing?: {point: object | null, map: object}}} given
 * @param {(one: object) => Node} link how a case that may be repeated is shown; plain words by default
 */
export function watchHints(form, { categories, placing }, link = (one) => make("b", {}, one.title)) {
  const home = $("[data-advice]", form);
  const guesses = make("p", { className: "guesses" });
  const repeated = make("ul", { className: "repeated" });
  const shut = make("p", { className: "note soon shut", hidden: true });
  home.append(shut, guesses, repeated);
  let asked = "";
  let wanted = 0;

  function draft() {
    const { text, place, community } = form.elements;
    const { lon, lat, datum, accuracy_m } = placing?.point || {};
    const point = lon === undefined ? null : { lon, lat, datum, ...(accuracy_m === undefined ? {} : { accuracy_m }) };
    return { category: categories.chosen, text: text.value.trim(), place: place.value.trim(), community: community?.value || "", point };
  }

  async function ask() {
    const body = draft();
    const same = JSON.stringify(body);
    if (same === asked || (body.text.length < SHORTEST && !body.category)) return;
    asked = same;
    const turn = ++wanted;
    try {
      const told = await sendJSON("POST", home.dataset.advice, body);
      if (turn === wanted) show(told, body);
    } catch {
      asked = ""; // a hint that does not come is none
    }
  }

  function choose(one) {
    categories.choose(one.id, one.name);
    guesses.replaceChildren();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show({ categories: found, duplicates, blackout }, { category }) {
    shut.hidden = !blackout;
    shut.textContent = blackout ? interpolate(gettext("这里现在不受理这类上报：%s（%s 起恢复）"), [blackout.message, moment(blackout.until)]) : "";
    const others = found.filter((one) => one.id !== category);
    guesses.replaceChildren();
    if (others.length && !(category && found[0].id === category)) {
      guesses.append(gettext("是不是："), ...others.map((one) => make("button", { className: "chip", type: "button", onclick: () => choose(one) }, one.name)));
    }
    repeated.replaceChildren(...duplicates.map((one) => {
      const facts = [one.distance_m === null ? "" : interpolate(gettext("%s 米"), [one.distance_m]), moment(one.received_at), one.state_label];
      return make("li", {}, link(one), " ", make("span", { className: "muted num" }, facts.filter(Boolean).join(" · ")));
    }));
    if (duplicates.length) repeated.prepend(make("li", { className: "lead" }, gettext("附近可能已有人反映：")));
    home.hidden = !guesses.childNodes.length && !duplicates.length && !blackout;
  }

  const soon = later(500, ask);
  ["input", "change"].forEach((event) => form.addEventListener(event, soon));
  placing?.map.on("moveend", soon);
}
