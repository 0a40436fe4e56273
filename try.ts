import { readFileSync } from "node:fs";
import { parseNpz } from "./src/base/tensor/npz.js";
import { convertSource } from "./src/convert/convert.js";
import { readSource } from "./src/convert/source.js";
import { Session } from "./src/quantization/ort/session.js";
import { relativeError } from "./test/convert/relative-error.js";
import { serializeModel } from "./src/formats/onnx/write.js";
import { writeFileSync } from "node:fs";
for (const d of process.argv.slice(2)) {
  try {
    const c = convertSource(await readSource(d), {inputsAsNchw: false});
    const count: Record<string, number> = {};
    for (const n of c.model.graph.nodes) count[n.opType] = (count[n.opType] ?? 0) + 1;
    const rec = parseNpz(readFileSync(`${d.replace(/\/model.json$/,"")}.npz`));
    const s = await Session.open(c.model);
    const feeds = new Map(c.model.graph.inputs.map((i) => [i.name, rec.get("in:" + i.name)!]));
    const out = await s.run(feeds);
    console.log(d, c.model.graph.nodes.length, JSON.stringify(count));
    for (const o of c.model.graph.outputs) console.log("  ", o.name, o.shape, relativeError(rec.get("out:" + o.name)!, out.get(o.name)!));
    writeFileSync(`${d.replace(/\/model.json$/,"")}.ours.onnx`, serializeModel(c.model));
  } catch (e) { console.log(d, (e as Error).name, (e as Error).name === "UserError" ? (e as Error).message : (e as Error).stack); }
}
