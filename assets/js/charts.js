// Draws every chart of the page from the data in its json_script. The table beside it is HTML.
// A bundle of its own: only pages with a chart load it.
import { BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

echarts.use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  FunnelChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  PieChart,
  ScatterChart,
  SVGRenderer,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
]);

const COLOURS = ["#1d5fa8", "#c8551b", "#3a7d44", "#7a4fa3", "#8a6d1f", "#a33b52"];
const LANGUAGE = document.documentElement.lang || "zh-Hans";
const SHORT = new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat(LANGUAGE);
const LABEL_WIDTH = 96;
const WIDE_LABEL = 150;
const MOST_STANDING = 4; // more bars than this lie, so that their labels stay readable
const PICTURE = { width: 1200, least: 480, title: 56 };

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

// The steps keep their order; the width shows the number, and 0 is a thin line.
function asFunnel(data) {
  const values = data.series[0].values;
  return {
    tooltip: { trigger: "item" },
    series: [
      {
        type: "funnel",
        sort: "none",
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        minSize: "30%",
        gap: 3,
        label: { position: "inside", formatter: "{b}  {c}", color: "#fff", fontSize: 13 },
        data: data.categories.map((name, index) => ({
          name,
          value: values[index],
          itemStyle: { color: ["#7d93ad", "#5f7fa6", "#3f6fa8", "#1d5fa8", "#14532d"][index % 5] },
        })),
      },
    ],
  };
}

function asTiles(data) {
  const values = data.series[0].values;
  const most = Math.max(1, ...values);
  const [columns, rows] = [0, 1].map((side) => Math.max(...data.places.map((place) => place[side])) + 1);
  const axis = (length) => ({
    type: "category",
    data: Array.from({ length }, (_, index) => index),
    show: false,
  });
  return {
    tooltip: { formatter: (event) => `${data.categories[event.dataIndex]} ${values[event.dataIndex]}` },
    grid: { left: 4, right: 4, top: 4, bottom: 4 },
    xAxis: axis(columns),
    yAxis: { ...axis(rows), inverse: true },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ["#eef3f9", "#9dbce0", "#1d5fa8"] } },
    series: [
      {
        type: "heatmap",
        data: data.places.map((place, index) => ({
          value: [...place, values[index]],
          label: { color: values[index] > most * 0.6 ? "#fff" : "#1b2733" },
        })),
        itemStyle: { borderColor: "#fff", borderWidth: 3, borderRadius: 6 },
        label: {
          show: true,
          formatter: (event) => `{name|${data.categories[event.dataIndex]}}\n{number|${values[event.dataIndex]}}`,
          rich: { name: { fontSize: 12, lineHeight: 16 }, number: { fontSize: 16, fontWeight: 600, lineHeight: 20 } },
        },
      },
    ],
  };
}

// The part of the earth that the points and the landmarks take, with room around it.
function extentOf(data) {
  const all = [...Object.values(data.points).flat(), ...data.landmarks];
  const [west, east, south, north] = [0, 1].flatMap((side) => {
    const values = all.map((point) => point[side]);
    const [least, most] = values.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [360, -360]);
    const room = Math.max((most - least) * 0.06, 0.02);
    return [least - room, most + room];
  });
  return { west, east, south, north };
}

// Degrees of longitude are shorter than those of latitude: the map keeps the shape of the land.
function mapHeight(data, width) {
  const { west, east, south, north } = extentOf(data);
  const across = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.min(900, Math.max(280, (width * (north - south)) / across));
}

// Names are drawn as text, never as HTML.
function asPoints(data) {
  const { west, east, south, north } = extentOf(data);
  const degrees = (number) => `${number.toFixed(1)}°`;
  const axis = { type: "value", axisLabel: { formatter: degrees, showMinLabel: false, showMaxLabel: false } };
  const groups = Object.entries(data.points).map(([name, points]) => ({
    name,
    type: "scatter",
    data: points,
    symbolSize: 10,
    itemStyle: { opacity: 0.8, borderColor: "#fff", borderWidth: 1 },
  }));
  const landmarks = {
    type: "scatter",
    data: data.landmarks,
    silent: true,
    symbol: "rect",
    symbolSize: 5,
    itemStyle: { color: "#5a6775" },
    label: { show: true, position: "bottom", color: "#3d4a57", formatter: (event) => event.value[2] },
  };
  return {
    tooltip: { renderMode: "richText", formatter: (event) => `${event.value[2]}\n${event.seriesName}` },
    legend: { top: 0, type: "scroll", data: Object.keys(data.points) },
    grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
    xAxis: { ...axis, min: west, max: east },
    yAxis: { ...axis, min: south, max: north },
    series: [...groups, landmarks],
  };
}

// Runs on in time: drawn from left to right, however many there are.
function runsOn(data) {
  return data.type === "line" || data.type === "bar-line";
}

function kindOf(data, index) {
  if (data.type === "line") return "line";
  return data.type === "bar-line" && index > 0 ? "line" : "bar";
}

function liesDown(data, narrow) {
  return !runsOn(data) && (narrow || data.categories.length > MOST_STANDING);
}

function asAxes(data, narrow) {
  const lying = liesDown(data, narrow);
  const label = { width: lying ? WIDE_LABEL : LABEL_WIDTH, overflow: "break" };
  const category = {
    type: "category",
    data: data.categories,
    axisLabel: runsOn(data) ? { hideOverlap: true } : { ...label, interval: 0 },
  };
  const value = {
    type: "value",
    name: data.unit,
    axisLabel: { hideOverlap: true, formatter: (number) => SHORT.format(number) },
    // Along the middle the unit is never cut off; at the top it begins where the axis stands.
    ...(lying ? { nameLocation: "middle", nameGap: 28 } : { nameTextStyle: { align: "left" } }),
  };
  const right = { ...value, name: data.right_unit, splitLine: { show: false } };
  const values = data.right?.length ? [value, right] : value;
  const stacked = data.type === "stacked-bar";
  return {
    tooltip: { trigger: "axis", valueFormatter: (number) => (number == null ? "—" : WHOLE.format(number)) },
    legend: data.series.length > 1 ? { top: 0 } : undefined,
    grid: { left: 8, right: 24, bottom: lying && data.unit ? 36 : 8, top: 48, containLabel: true },
    xAxis: lying ? values : category,
    yAxis: lying ? { ...category, inverse: true } : values,
    series: data.series.map((series, index) => ({
      name: series.name,
      type: kindOf(data, index),
      stack: stacked ? "all" : undefined,
      data: series.values,
      yAxisIndex: !lying && data.right?.includes(series.name) ? 1 : 0,
      barMaxWidth: 36,
      symbolSize: 7,
    })),
  };
}

const SHAPES = { pie: asPie, funnel: asFunnel, tiles: asTiles, points: asPoints };

function optionOf(data, narrow, animated) {
  return {
    color: COLOURS,
    animation: animated,
    aria: { enabled: true },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    ...(SHAPES[data.type] ?? asAxes)(data, narrow),
  };
}

function heightOf(data, narrow, width) {
  if (data.type === "points") return mapHeight(data, width);
  const rows = data.categories.length * Math.max(1, data.type === "bar" ? data.series.length : 1);
  const needed = liesDown(data, narrow) && !SHAPES[data.type] ? rows * 34 + 90 : 0;
  return data.height && !narrow ? data.height : Math.max(280, needed);
}

function dataOf(identity) {
  const source = document.getElementById(identity);
  return source && JSON.parse(source.textContent);
}

function draw(figure) {
  const data = dataOf(figure.dataset.chart);
  if (!data) return;
  const narrow = figure.clientWidth < 480 && matchMedia("(max-width: 50em)").matches;
  figure.style.height = `${heightOf(data, narrow, figure.clientWidth)}px`;
  figure.style.minHeight = "0";
  // Thousands of points are too many elements for SVG.
  const drawing = echarts.init(figure, null, { renderer: data.type === "points" ? "canvas" : "svg" });
  drawing.setOption(optionOf(data, narrow, !matchMedia("(prefers-reduced-motion: reduce)").matches));
  drawing.on("click", (event) => {
    const address = data.points
      ? `${data.address}${event.value[3]}/`
      : data.cell_links?.[event.seriesIndex]?.[event.dataIndex] || data.links?.[event.dataIndex];
    if (address) window.location.assign(address);
  });
  window.addEventListener("resize", () => drawing.resize());
}

// A picture is drawn anew on a canvas, wide and with its title, whatever the screen shows.
function savePicture(button) {
  const data = dataOf(button.dataset.chartPicture);
  const board = document.createElement("div");
  const height = Math.max(PICTURE.least, heightOf({ ...data, height: 0 }, false, PICTURE.width)) + PICTURE.title;
  const drawing = echarts.init(board, null, { renderer: "canvas", width: PICTURE.width, height });
  const option = optionOf(data, false, false);
  option.title = { text: data.title, left: "center", top: 8 };
  if (option.grid) option.grid.top += PICTURE.title;
  if (option.legend?.top === 0) option.legend.top = PICTURE.title - 12;
  if (data.type === "funnel") option.series[0].top = PICTURE.title;
  drawing.setOption(option);
  const link = document.createElement("a");
  link.href = drawing.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
  link.download = `${data.title}.png`;
  link.click();
  drawing.dispose();
}

document.querySelectorAll("[data-chart]").forEach(draw);
document.querySelectorAll("[data-chart-picture]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => savePicture(button));
});
