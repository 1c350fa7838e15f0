/** What the colours of buildings say, and the words beside them. */

import { colour } from "../lib/map.js";

const USES = { residential: gettext("住宅"), shop: gettext("商铺"), office: gettext("办公"), factory: gettext("厂房"), school: gettext("学校"), hospital: gettext("医疗"), public: gettext("公共设施"), other: gettext("其他") };
const CASES = ["0", "1–3", "4–9", "10–24", "≥25"];
const PEOPLE = [gettext("少于 5 人"), "5–19", "20–49", "50–99", "≥100"];

export const MODES = { use: gettext("按用途"), open: gettext("按在办案件"), people: gettext("按居住人数") };
export const useName = (use) => USES[use] || USES.other;

const scale = (state) => ["match", ["coalesce", ["feature-state", state], 0], 1, colour("sky-1"), 2, colour("sky-2"), 3, colour("sky-3"), 4, colour("sky-4"), colour("sky-0")];

/** MapLibre's expression for a mode. */
export function colourOf(mode) {
  if (mode === "open") return scale("cases");
  if (mode === "people") return scale("people");
  const known = Object.keys(USES).filter((use) => use !== "other");
  return ["match", ["get", "use"], ...known.flatMap((use) => [use, colour(`sky-${use}`)]), colour("sky-other")];
}

/** The legend of a mode: classes of colour with their words. */
export function steps(mode) {
  if (mode === "use") return Object.entries(USES).map(([use, word]) => [`sky-${use}`, word]);
  return (mode === "open" ? CASES : PEOPLE).map((word, index) => [`sky-${index}`, word]);
}
