import { startDesk } from "./desk.js";
import { askBeforeHarm } from "./forms.js";
import { startPickers } from "./picker.js";

askBeforeHarm();
startDesk();
startPickers();
