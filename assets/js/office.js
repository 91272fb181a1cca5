import { drawCharts } from "./charts.js";
import { askBeforeHarm } from "./forms.js";

function start() {
  askBeforeHarm();
  drawCharts();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
