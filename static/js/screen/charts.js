/** The charts of the command centre. One set of defaults: tooltips as rich text (no inline style), words for screen readers, sizes in rem. */

import { $ } from "../lib/dom.js";

const css = getComputedStyle(document.documentElement);
const colour = (name) => css.getPropertyValue(`--${name}`).trim();
const PALETTE = ["#4fc3f7", "#7ddc6f", "#ffca5c", "#f48fb1", "#b39ddb", "#ffab73", "#80cbc4", "#9fb4cc"];
const rem = (count) => Math.round(parseFloat(css.fontSize) * count);
const language = document.documentElement.lang.startsWith("zh") ? "ZH" : "EN";

function shared(still) {
  return {
    animation: !still, animationDuration: 500, color: PALETTE, textStyle: { color: colour("ink"), fontFamily: css.getPropertyValue("--sans"), fontSize: rem(1) },
    aria: { enabled: true, label: { enabled: true } },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("raise"), borderColor: colour("line"), textStyle: { color: colour("ink"), fontSize: rem(1) } },
  };
}

const axis = (more = {}) => ({
  axisLabel: { color: colour("ink-2"), fontSize: rem(0.9375), ...more }, axisLine: { lineStyle: { color: colour("line") } },
  axisTick: { show: false }, splitLine: { lineStyle: { color: colour("line"), width: 1 } }, nameTextStyle: { color: colour("ink-2") },
});
const grid = (more = {}) => ({ left: rem(0.25), right: rem(1), top: rem(0.75), bottom: rem(0.25), containLabel: true, ...more });

function trend({ trend: { days, came, closed } }) {
  const named = days.map((day) => `${Number(day.slice(5, 7))}-${day.slice(8)}`);
  const line = (name, data, area) => ({ name, type: "line", data, symbol: "none", lineStyle: { width: rem(0.17) }, areaStyle: area ? { opacity: 0.18 } : undefined });
  return {
    grid: grid({ top: rem(2), right: rem(1.25) }), legend: { top: 0, right: 0, itemWidth: rem(1.4), itemHeight: rem(0.75), icon: "roundRect", textStyle: { color: colour("ink"), fontSize: rem(1) } },
    tooltip: { trigger: "axis" }, xAxis: { type: "category", boundaryGap: false, data: named, ...axis({ interval: 6 }) },
    yAxis: { type: "value", minInterval: 1, splitNumber: 3, ...axis() },
    series: [line(gettext("上报"), came, true), line(gettext("办结"), closed, false)],
  };
}

function kinds({ categories }) {
  const rows = categories.slice().reverse();
  const cut = (name) => (name.length > 8 && language === "ZH" ? `${name.slice(0, 7)}…` : name.length > 18 ? `${name.slice(0, 17)}…` : name);
  return {
    grid: grid({ top: rem(0.25), right: rem(3), bottom: 0 }), tooltip: { trigger: "item" },
    xAxis: { type: "value", show: false, max: "dataMax" },
    yAxis: { type: "category", data: rows.map((row) => row[0]), ...axis({ color: colour("ink"), fontSize: rem(1), formatter: cut }), axisLine: { show: false } },
    series: [{ type: "bar", data: rows.map((row) => row[1]), barWidth: "56%", itemStyle: { borderRadius: [0, 3, 3, 0] }, label: { show: true, position: "right", color: colour("ink"), fontSize: rem(1) } }],
  };
}

function sources({ sources: rows }) {
  const total = rows.reduce((sum, row) => sum + row[1], 0);
  const part = (name) => {
    const count = rows.find((row) => row[0] === name)?.[1] || 0;
    const short = language !== "ZH" && name.length > 12 ? `${name.slice(0, 11)}…` : name;
    return `${short}  ${((100 * count) / total).toFixed(count / total < 0.1 ? 1 : 0)}%`;
  };
  return {
    legend: { type: "plain", orient: "vertical", left: rem(language === "ZH" ? 13.25 : 12.75), top: "middle", itemGap: rem(0.4), itemWidth: rem(0.9), itemHeight: rem(0.9), formatter: part, textStyle: { color: colour("ink"), fontSize: rem(language === "ZH" ? 1 : 0.875) } },
    title: { text: total.toLocaleString("zh-CN"), subtext: gettext("近 30 天"), left: rem(6.2), top: "middle", textAlign: "center", itemGap: rem(0.125), textStyle: { color: colour("ink"), fontSize: rem(1.5) }, subtextStyle: { color: colour("ink-2"), fontSize: rem(0.875) } },
    tooltip: { trigger: "item" },
    series: [{ type: "pie", radius: [rem(3.9), rem(5.9)], center: [rem(6.2), "50%"], label: { show: false }, itemStyle: { borderColor: colour("paper"), borderWidth: 2 }, data: rows.map(([name, value]) => ({ name, value })) }],
  };
}

function hours({ hours: data }) {
  const most = Math.max(...data);
  return {
    grid: grid({ top: rem(0.75) }), tooltip: { trigger: "axis" },
    xAxis: { type: "category", data: data.map((_, hour) => hour), ...axis({ interval: 2 }) }, yAxis: { type: "value", minInterval: 1, splitNumber: 3, ...axis() },
    series: [{ name: gettext("上报"), type: "bar", barWidth: "64%", data: data.map((value) => ({ value, itemStyle: { color: value === most && most ? colour("soon") : PALETTE[0], borderRadius: [2, 2, 0, 0] } })) }],
  };
}

const nothing = () => ({ title: { text: gettext("近 30 天没有数据"), left: "center", top: "middle", textStyle: { color: colour("ink-2"), fontSize: rem(1.0625), fontWeight: "normal" } }, aria: { enabled: false } });

const CHARTS = { trend: [trend, (one) => one.trend.came.some(Boolean) || one.trend.closed.some(Boolean)], kinds: [kinds, (one) => one.categories.length], sources: [sources, (one) => one.sources.length], hours: [hours, (one) => one.hours.some(Boolean)] };

export class Charts {
  constructor() {
    this.charts = {};
    this.still = false;
    this.shown = {};
  }

  show(figures, { still }) {
    this.still = still;
    for (const [name, [build, any]] of Object.entries(CHARTS)) {
      const key = JSON.stringify([figures[name === "kinds" ? "categories" : name]]);
      if (this.shown[name] === key) continue;
      this.shown[name] = key;
      const chart = (this.charts[name] ||= window.echarts.init($(`.${name} .chart`), null, { locale: language }));
      const own = any(figures) ? build(figures) : nothing();
      const base = shared(still);
      chart.setOption({ ...base, ...own, tooltip: { ...base.tooltip, ...own.tooltip } }, { notMerge: true });
    }
  }

  resize(figures) {
    Object.values(this.charts).forEach((chart) => chart.resize());
    this.shown = {};
    this.show(figures, { still: this.still });
  }
}
