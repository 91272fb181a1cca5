import { askBeforeHarm } from "./forms.js";

askBeforeHarm();
