import { askBeforeHarm } from "./forms.js";
import { startPickers } from "./picker.js";

askBeforeHarm();
startPickers();
