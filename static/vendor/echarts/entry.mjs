// What the command centre draws with, and nothing else: see docs/dependencies.md for how the file beside is made of this.
import * as core from "echarts/core";
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendPlainComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

core.use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendPlainComponent, TitleComponent, TooltipComponent, CanvasRenderer]);
export const { init, version } = core;
