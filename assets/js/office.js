import { startDesk } from "./desk.js";
import { askBeforeHarm } from "./forms.js";
import { startPickers } from "./picker.js";
import { guardUnsaved } from "./unsaved.js";

askBeforeHarm();
guardUnsaved();
startDesk();
startPickers();
