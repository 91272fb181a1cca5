// Opens, changes and saves models as DMN editors do, with their own readers and writers: that of
// Apache KIE, and that of bpmn.io, which knows DMN 1.3 alone.
// In: {xml, changes: [[decision, rule, column, text]], draws, bpmn}; out: XML.

import { readFileSync } from "node:fs";

import { getMarshaller } from "@kie-tools/dmn-marshaller";
import { normalize } from "@kie-tools/dmn-marshaller/dist/normalization/normalize";
import { DmnModdle } from "dmn-moddle";
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";

globalThis.DOMParser = class extends DOMParser {
  constructor() {
    super({ onError: onErrorStopParsing });
  }
};
// They tell of ids and prefixes that they add; the answer alone goes to stdout.
console.log = console.debug = console.warn = () => {};

function table(model, decision) {
  return model.definitions.drgElement.find((one) => one["@_name"] === decision).expression;
}

// A column counts through the conditions, then the results.
function change(model, [decision, rule, column, text]) {
  const { inputEntry = [], outputEntry } = table(model, decision).rule[rule];
  [...inputEntry, ...outputEntry][column].text.__$$text = text;
}

// What an editor adds to a model on its own, and what people draw around its decisions.
function draw(model) {
  const elements = model.definitions.drgElement ?? [];
  model.definitions.drgElement = [
    ...elements,
    { __$$element: "knowledgeSource", "@_id": "_source", "@_name": "文件" },
  ];
  model.definitions.artifact = [
    { __$$element: "textAnnotation", "@_id": "_note", text: { __$$text: "说明" } },
  ];
  const shapes = elements.map((element, index) => ({
    __$$element: "dmndi:DMNShape",
    "@_id": `_shape-${index}`,
    "@_dmnElementRef": element["@_id"],
    "@_isCollapsed": false,
    "dc:Bounds": { "@_x": 100, "@_y": 100 * index, "@_width": 160, "@_height": 80 },
  }));
  const widths = elements.map((element) => ({
    "@_dmnElementRef": element["@_id"],
    "kie:width": [{ __$$text: 50 }, { __$$text: 120 }],
  }));
  const diagram = {
    "@_id": "_diagram",
    "@_name": "DRG",
    "di:extension": { "kie:ComponentsWidthsExtension": { "kie:ComponentWidths": widths } },
    "dmndi:DMNDiagramElement": shapes,
  };
  model.definitions["dmndi:DMNDI"] = { "dmndi:DMNDiagram": [diagram] };
}

function save({ xml, changes, draws }) {
  const marshaller = getMarshaller(xml, { upgradeTo: "latest" });
  const model = normalize(marshaller.parser.parse());
  for (const one of changes) change(model, one);
  if (draws) draw(model);
  return marshaller.builder.build(model);
}

// Of its own accord it would pass over what it cannot read.
async function saveWithBpmn({ xml }) {
  const moddle = new DmnModdle();
  const { rootElement, warnings } = await moddle.fromXML(xml, "dmn:Definitions");
  if (warnings.length) throw new Error(warnings.map((one) => one.message).join("; "));
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(asked.bpmn ? await saveWithBpmn(asked) : save(asked));
