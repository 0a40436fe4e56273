// A project whose C somebody changed: which layer is wrong by itself, and why?
// node examples/bisect.mjs [int8.onnx project board]
import { readModel } from "espdl-lab";
import { bisectProject } from "espdl-lab/compare";

const [model, project, board = "wasm"] = process.argv.slice(2);
const { found, changed } = await bisectProject(project, readModel(model), board);
console.log(`${found.verdict}: ${found.layers.length} of ${found.compared} tensors differ`);
for (const line of changed) console.log(line);
for (const { diff, origin, diagnosis } of found.layers) {
  if (origin === "inherited") continue;
  const [cause] = diagnosis?.hypotheses ?? [];
  console.log(`layer ${diff.index} (${diff.onnx.join(" + ")}), ${origin}: ${cause?.text ?? "cause not known"}`);
}
