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

function runsOn(data) {
  return data.type === "line" || data.type === "bar-line";
}

function liesDown(data, narrow) {
  return !runsOn(data) && (narrow || data.categories.length > MOST_STANDING);
}

function kindOf(data, index) {
  if (data.type === "line") return "line";
  return data.type === "bar-line" && index > 0 ? "line" : "bar";
}

function asAxes(data, narrow) {
  const lying = liesDown(data, narrow);
  const category = {
    type: "category",
    data: data.categories,
    axisLabel: {
      interval: runsOn(data) ? "auto" : 0,
      width: lying ? WIDE_LABEL : LABEL_WIDTH,
      overflow: "break",
    },
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
    series: data.series.map((series, index) => ({
      name: series.name,
      type: kindOf(data, index),
      stack: stacked ? "all" : undefined,
      data: series.values,
      barMaxWidth: 36,
    })),
  };
}

const PICTURE_SCALE = 2; // sharp enough for a printed report

// Saves a chart as PNG: drawn once more as it is when every movement has ended, on white.
function savePicture(figure, options, title) {
  const { width, height } = figure.getBoundingClientRect();
  const drawing = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  drawing.setOption({ ...options, animation: false });
  const text = drawing.renderToSVGString();
  drawing.dispose();
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = width * PICTURE_SCALE;
    canvas.height = height * PICTURE_SCALE;
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = `${title}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

function offerFiles(figure, source, options, title) {
  const form = document.querySelector(`[data-chart-files="${CSS.escape(figure.dataset.chart)}"]`);
  if (!form) return;
  form.hidden = false;
  form.elements.chart.value = source.textContent;
  form.querySelector("[data-chart-picture]").addEventListener("click", () => {
    savePicture(figure, options, title);
  });
}

function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const narrow = figure.clientWidth < 480;
  const rows = data.categories.length * Math.max(1, data.type === "bar" ? data.series.length : 1);
  figure.style.height = `${Math.max(280, liesDown(data, narrow) ? rows * 34 + 90 : 0)}px`;
  const drawing = echarts.init(figure, null, { renderer: "svg" });
  const options = {
    color: COLOURS,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true },
    ...(data.type === "pie" ? asPie(data) : asAxes(data, narrow)),
  };
  drawing.setOption(options);
  offerFiles(figure, source, options, data.title);
  if (data.links && data.links.length) {
    drawing.on("click", (event) => {
      const address = data.links[event.dataIndex];
      if (address) window.location.assign(address);
    });
  }
  window.addEventListener("resize", () => drawing.resize());
}

document.querySelectorAll("[data-chart]").forEach(draw);
