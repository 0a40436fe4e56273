import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Arithmetic } from "../../kernels-ref/arithmetic.js";
import { toBytes } from "../../src/base/tensor/dtype.js";
import { generateCode } from "../../src/codegen/c/generate.js";
import { planMemory } from "../../src/codegen/memory/plan.js";
import { chipArithmetic } from "../../src/espdl/chip.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { outputId } from "../../src/ir/graph/output-id.js";
import { needs } from "../boards/board/tools.js";
import { HostBatch, hasCompiler } from "../codegen/host-batch.js";
import { attention, binary, formulas, lookups } from "./c-twins/espdl/elements.js";
import { matrices, products, recurrent } from "./c-twins/espdl/products.js";
import { images, movement, reductions } from "./c-twins/espdl/shapes.js";
import { Twins } from "./c-twins/twins.js";

const BUILDERS = { attention, binary, formulas, images, lookups, matrices, movement, products, recurrent, reductions };
const CHIPS: Readonly<Record<string, Arithmetic>> = {
  c: chipArithmetic("c"),
  esp32s3: chipArithmetic("esp32s3"),
  "esp32s3 in lanes": chipArithmetic("esp32s3", true),
  esp32p4: chipArithmetic("esp32p4"),
};

describe("C twins of kernels-ref/espdl", () => {
  const programs = Object.entries(CHIPS).flatMap(([chip, arithmetic]) =>
    Object.entries(BUILDERS).map(([name, build]) => {
      const twins = new Twins();
      build(twins);
      return { name: `${name} on ${chip}`, program: twins.program(arithmetic), feeds: twins.feeds };
    }),
  );
  let batch: HostBatch | undefined;

  beforeAll(async () => {
    if (!hasCompiler) return;
    batch = new HostBatch();
    for (const { name, program } of programs) batch.add(name, generateCode(program, planMemory(program)));
    await batch.build();
  }, 600_000);

  afterAll(() => batch?.remove());

  test.for(programs)("$name equal TypeScript's byte for byte", ({ name, program, feeds }, context) => {
    if (batch === undefined) return needs(context, "cc");
    const found = batch.runModel(name, Buffer.concat([...feeds.values()].map(({ data }) => toBytes(data))));
    const tensors = new Map(interpret(program, feeds).layers.map(({ id, tensor }) => [id, tensor]));
    let at = 0;
    for (const layer of program.layers) {
      if (layer.kind !== "call") continue;
      layer.types.forEach((_, output) => {
        const expected = tensors.get(outputId(layer.id, output))!;
        const bytes = toBytes(expected.data);
        const part = new Uint8Array(found.subarray(at, (at += bytes.length)));
        if (Buffer.compare(part, bytes) === 0) return;
        const read = new (expected.data.constructor as Float32ArrayConstructor)(part.buffer);
        const element = read.findIndex((value, i) => !Object.is(value, expected.data[i]));
        if (element < 0) return; // Another NaN.
        const told = `${layer.id} ${JSON.stringify(layer.attributes)}`;
        expect.fail(`${told}: element ${element} is ${read[element]}, not ${expected.data[element]}`);
      });
    }
  });
});
