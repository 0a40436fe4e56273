import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import { graphDump } from "../../src/graph/dump.js";
import { GraphModuleDebug } from "../../src/interpreter/graph-module-debug.js";
import type { OnnxModel } from "../../src/onnx/model.js";
import { parseModel } from "../../src/onnx/read.js";
import { serializeModel } from "../../src/onnx/write.js";
import { goldenCase } from "../golden/cases.js";
import { mutated, random } from "./model-mutation.js";
import { ramp } from "./qlinear-model.js";

const RUNS = Number(process.env.RUNS ?? 1500);
const CASES = ["conv3x3_relu_pc", "residual_add", "split_slice", "prelu_hardswish", "group_conv", "concat", "matmul_3d"]
  .concat(["resize_int8", "squeeze_unsqueeze", "gemm_mlp_pc", "swish_mul", "unquantized_ops", "mz_two_in_add"])
  .concat(["negative_shift", "dwconv_pw", "softmax_unnamed"]);

/** What the command debug does with a model, on made-up data of the inputs' shapes; undefined when all went well. */
function debug(bytes: Uint8Array, compat: boolean): string | undefined {
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
    throw error;
  }
}

test(`${RUNS} mutated models each run or are refused in one line`, () => {
  const models = CASES.map((name) => parseModel(goldenCase(name).read("quant.onnx")));
  const next = random(Number(process.env.SEED ?? 20240607));
  const counts = { ran: 0, refused: 0, internal: 0 };
  const internal = new Map<string, string>();
  let slowest = 0;
  for (let run = 0; run < RUNS; run++) {
    const which = run % models.length;
    let model: OnnxModel = models[which]!;
    for (let changes = 1 + Math.floor(next() * 2); changes > 0; changes--) model = mutated(next, model);
    const start = performance.now();
    try {
      const refusal = debug(serializeModel(model), run % 3 === 0);
      if (refusal === undefined) counts.ran++;
      else {
        counts.refused++;
        expect(refusal).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{10,1000}$/u);
      }
    } catch (error) {
      counts.internal++;
      const message = (error as Error).message.split("\n")[0]!;
      const key = message.replace(/\d+/g, "#").slice(0, 60);
      if (!internal.has(key))
        internal.set(
          key,
          `${CASES[which]} run ${run}: ${message}\n${(error as Error).stack?.split("\n").slice(1, 6).join("\n")}`,
        );
    }
    const took = performance.now() - start;
    if (took > 1000) console.log(run, CASES[which], took);
    slowest = Math.max(slowest, took);
  }
  console.log(
    `${counts.ran} ran, ${counts.refused} refused, ${counts.internal} internal errors, slowest ${slowest.toFixed(0)} ms`,
  );
  for (const text of internal.values()) console.log(text);
  expect(counts.internal).toBe(0);
  expect(counts.ran).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(1000);
}, 300_000);
