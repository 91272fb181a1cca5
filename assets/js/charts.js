// Draws every chart of the page from the data in its json_script. The table beside it is HTML.
// A bundle of its own: only pages with a chart load it.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  AriaComponent,
  BarChart,
  GridComponent,
  LegendComponent,
  LineChart,
  PieChart,
  SVGRenderer,
  TooltipComponent,
]);

const COLOURS = ["#1d5fa8", "#c8551b", "#3a7d44", "#7a4fa3", "#8a6d1f", "#a33b52"];
const LANGUAGE = document.documentElement.lang || "zh-Hans";
const SHORT = new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat(LANGUAGE);
const LABEL_WIDTH = 96;
const WIDE_LABEL = 150;

function asPie(data) {
  const values = data.series[0].values;
  return {
    tooltip: { trigger: "item" },
    legend: { bottom: 0 },
    series: [
      {
        type: "pie",
        radius: ["40%", "68%"],
        label: { formatter: "{b} {d}%" },
        data: data.categories.map((name, index) => ({ name, value: values[index] })),
      },
    ],
  };
}

const MOST_STANDING = 4; // more bars than this lie, so that their labels stay readable

function liesDown(data, narrow) {
  return data.type !== "line" && (narrow || data.categories.length > MOST_STANDING);
}

function asAxes(data, narrow) {
  const lying = liesDown(data, narrow);
  const category = {
    type: "category",
    data: data.categories,
    axisLabel: { interval: 0, width: lying ? WIDE_LABEL : LABEL_WIDTH, overflow: "break" },
  };
  const value = {
    type: "value",
    name: data.unit,
    axisLabel: { hideOverlap: true, formatter: (number) => SHORT.format(number) },
    // Along the middle the unit is never cut off; at the top it begins where the axis stands.
    ...(lying ? { nameLocation: "middle", nameGap: 28 } : { nameTextStyle: { align: "left" } }),
  };
  const stacked = data.type === "stacked-bar";
  return {
    tooltip: { trigger: "axis", valueFormatter: (number) => WHOLE.format(number) },
    legend: data.series.length > 1 ? { top: 0 } : undefined,
    grid: { left: 8, right: 24, bottom: lying && data.unit ? 36 : 8, top: 40, containLabel: true },
    xAxis: lying ? value : category,
    yAxis: lying ? { ...category, inverse: true } : value,
    series: data.series.map((series) => ({
      name: series.name,
      type: data.type === "line" ? "line" : "bar",
      stack: stacked ? "all" : undefined,
      data: series.values,
      barMaxWidth: 36,
    })),
  };
}

function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const narrow = figure.clientWidth < 480;
  const rows = data.categories.length * Math.max(1, data.type === "bar" ? data.series.length : 1);
  figure.style.height = `${Math.max(280, liesDown(data, narrow) ? rows * 34 + 90 : 0)}px`;
  const drawing = echarts.init(figure, null, { renderer: "svg" });
  drawing.setOption({
    color: COLOURS,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true },
    ...(data.type === "pie" ? asPie(data) : asAxes(data, narrow)),
  });
  if (data.links && data.links.length) {
    drawing.on("click", (event) => {
      const address = data.links[event.dataIndex];
      if (address) window.location.assign(address);
    });
  }
  window.addEventListener("resize", () => drawing.resize());
}

document.querySelectorAll("[data-chart]").forEach(draw);
