import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { GraphModuleDebug } from "../../src/execution/interpreter/graph-module-debug.js";
import { parseModel } from "../../src/formats/onnx/parse.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { graphDump } from "../../src/ir/graph/dump.js";
import { random } from "../boards/board/random.js";
import { goldenCase, goldenCases } from "../golden/cases.js";
import { mutated } from "./model-mutation.js";
import { ramp } from "./qlinear-model.js";

const RUNS = 2000;
const CASES = ["conv3x3_relu_pc", "residual_add", "split_slice", "prelu_hardswish", "group_conv", "concat", "matmul_3d"]
  .concat(["resize_int8", "squeeze_unsqueeze", "gemm_mlp_pc", "swish_mul", "unquantized_ops", "mz_two_in_add"])
  .concat(["negative_shift", "dwconv_pw", "softmax_unnamed", "mnist_cnn"])
  .filter((name) => goldenCases().some((golden) => golden.name === name));

/** What the command debug does with a model, on made-up data of the inputs' shapes; undefined when all went well. */
function debug(bytes: Uint8Array, compat: boolean, which: string): string | undefined {
  try {
    const model = parseModel(bytes);
    const module = GraphModuleDebug.create(model, { compat });
    for (const layer of module.program.layers) {
      if (layer.kind === "input") module.setInput(layer.name, ramp(layer.types[0].dtype, layer.types[0].shape, 0.1));
    }
    module.run();
    graphDump(module.program);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw new Error(`${which}: ${(error as Error).message}`, { cause: error });
  }
}

test(`${RUNS} mutated models each run or are refused in one line`, () => {
  const models = CASES.map((name) => parseModel(goldenCase(name).read("quant.onnx")));
  const next = random(20240607);
  const counts = { ran: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const which = run % CASES.length;
    let model = models[which]!;
    for (let changes = 1 + Math.floor(next() * 2); changes > 0; changes--) model = mutated(next, model);
    const refusal = debug(serializeModel(model), run % 3 === 0, `run ${run} of ${CASES[which]}`);
    if (refusal === undefined) counts.ran++;
    else {
      counts.refused++;
      expect(refusal).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{10,1000}$/u);
    }
  }
  console.log(`${counts.ran} ran, ${counts.refused} refused`);
  expect(counts.ran).toBeGreaterThan(RUNS / 10);
  expect(counts.refused).toBeGreaterThan(RUNS / 4);
});
