import { drawCharts } from "./charts.js";
import { askBeforeHarm } from "./forms.js";

askBeforeHarm();
document.addEventListener("DOMContentLoaded", () => drawCharts());
