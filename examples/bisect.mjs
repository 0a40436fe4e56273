// A project whose C somebody changed: which layer is wrong by itself, and why?
// node examples/bisect.mjs [int8.onnx project board]
import { bisect, compileForBoard, interpret, linkSuspect, readModel, readSample, startBoard } from "espdl-lab";

const [model, project, boardName = "wasm"] = process.argv.slice(2);
const quantized = readModel(model);
const { program } = compileForBoard(quantized);
const sample = readSample(`${project}/sample.npz`, quantized);
const reference = interpret(program, sample, { model });

const board = await startBoard(project, boardName);
const found = await bisect(program, reference, linkSuspect(board, program, sample));
await board.close();
console.log(`${found.verdict}: ${found.layers.length} of ${found.compared} tensors differ`);
for (const { diff, origin, diagnosis } of found.layers) {
  if (origin === "inherited") continue;
  const [cause] = diagnosis?.hypotheses ?? [];
  console.log(`layer ${diff.index} (${diff.onnx.join(" + ")}), ${origin}: ${cause?.text ?? "cause not known"}`);
}
