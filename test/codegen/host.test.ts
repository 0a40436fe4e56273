import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toBytes } from "../../src/base/tensor/dtype.js";
import { generateCode } from "../../src/codegen/c/generate.js";
import { planMemory } from "../../src/codegen/memory/plan.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { fuse } from "../../src/ir/fuse/fuse.js";
import { outputId } from "../../src/ir/graph/output-id.js";
import type { Program } from "../../src/ir/graph/program.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import { needs } from "../boards/board/tools.js";
import { type GoldenCase, goldenCases } from "../golden/cases.js";
import { goldenFeeds } from "../golden/feeds.js";
import { HostBatch, hasCompiler } from "./host-batch.js";

/** Cases whose graph as it was, without islands and tables, is compiled as well. */
const PLAIN = /^(tutorial_nhwc|conv3x3_relu_pc|residual_add|prelu_hardswish|swish_mul|unquantized_ops)$/;

interface Built {
  readonly golden: GoldenCase;
  readonly program: Program;
}

describe("generated C on the host", () => {
  const cases = goldenCases();
  const built = new Map<string, Built>();
  let batch: HostBatch | undefined;
  const count = { models: 0, tensors: 0 };

  beforeAll(async () => {
    if (!hasCompiler) return;
    batch = new HostBatch();
    for (const golden of cases) {
      for (const islands of PLAIN.test(golden.name) ? [true, false] : [true]) {
        const debug = compileForDebug(readModel(golden.path("quant.onnx")), { islands }).program;
        const program = fuse(debug, { lookups: islands });
        const name = `${golden.name}${islands ? "" : " plain"}`;
        built.set(name, { golden, program });
        batch.add(name, generateCode(program, planMemory(program)));
      }
    }
    await batch.build();
  }, 300_000);

  afterAll(() => batch?.remove());

  test.for(cases)("$name: every layer and output equals the interpreter's", (golden, context) => {
    if (batch === undefined) return needs(context, "cc");
    for (const name of [golden.name, `${golden.name} plain`]) {
      const model = built.get(name);
      if (model === undefined) continue;
      count.tensors += compare(name, model, batch);
      count.models++;
    }
  });

  test("counts", (context) => {
    if (batch === undefined) return needs(context, "cc");
    console.log(`host C: ${count.models} of ${built.size} models, ${count.tensors} tensors byte for byte`);
    expect(count.models).toBe(built.size);
  });
});

function compare(name: string, { golden, program }: Built, batch: HostBatch): number {
  const feeds = goldenFeeds(golden, program);
  const inputs = program.layers
    .filter(({ kind }) => kind === "input")
    .map((layer) => toBytes(feeds.get(layer.name)!.data));
  const found = batch.runModel(name, Buffer.concat(inputs));
  const tensors = new Map(interpret(program, feeds).layers.map(({ id, tensor }) => [id, tensor]));
  const wanted = [
    ...program.layers.flatMap((layer) =>
      layer.kind === "call" ? layer.types.map((_, i) => outputId(layer.id, i)) : [],
    ),
    ...program.outputs.map(({ layer, output }) => outputId(program.layers[layer]!.id, output)),
  ];
  let at = 0;
  for (const id of wanted) {
    const expected = toBytes(tensors.get(id)!.data);
    const part = found.subarray(at, (at += expected.length));
    expect(Buffer.compare(part, expected), `${name} ${id}`).toBe(0);
  }
  expect(found.length).toBe(at);
  return wanted.length;
}
