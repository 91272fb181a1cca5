import { easeCalculator } from "./calculator.js";

easeCalculator();
