import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toBytes } from "../../src/base/tensor/dtype.js";
import { generateCode } from "../../src/codegen/c/generate.js";
import { planMemory } from "../../src/codegen/memory/plan.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { outputId } from "../../src/ir/graph/output-id.js";
import { needs } from "../boards/board/tools.js";
import { HostBatch, hasCompiler } from "../codegen/host-batch.js";
import { batchMatmul } from "./c-twins/batch-matmul.js";
import { convolutions } from "./c-twins/convolutions.js";
import { dense } from "./c-twins/dense.js";
import { directConvolutions } from "./c-twins/direct-convolutions.js";
import { normalizations, products, recurrent, reductions, selections } from "./c-twins/float-islands.js";
import { functions } from "./c-twins/functions.js";
import { indexing } from "./c-twins/indexing.js";
import { movement } from "./c-twins/movement.js";
import { pointwise } from "./c-twins/pointwise.js";
import { pooling } from "./c-twins/pooling.js";
import { resize } from "./c-twins/resize.js";
import { Twins } from "./c-twins/twins.js";

const BUILDERS: Readonly<Record<string, (twins: Twins) => void>> = {
  convolutions: convolutions,
  "direct convolutions": directConvolutions,
  pooling: pooling,
  "dense and reductions": dense,
  "batch matmul": batchMatmul,
  functions: functions,
  indexing: indexing,
  movement: movement,
  resize: resize,
  pointwise: pointwise,
  reductions: reductions,
  normalizations: normalizations,
  selections: selections,
  products: products,
  recurrent: recurrent,
};

describe("C twins", () => {
  const programs = Object.entries(BUILDERS).map(([name, build]) => {
    const twins = new Twins();
    build(twins);
    return { name, program: twins.program(), feeds: twins.feeds };
  });
  let batch: HostBatch | undefined;

  beforeAll(async () => {
    if (!hasCompiler) return;
    batch = new HostBatch();
    for (const { name, program } of programs) batch.add(name, generateCode(program, planMemory(program)));
    await batch.build();
  }, 600_000);

  afterAll(() => batch?.remove());

  test.for(programs)("$name equal the TypeScript kernels byte for byte", ({ name, program, feeds }, context) => {
    if (batch === undefined) return needs(context, "cc");
    const found = batch.runModel(name, Buffer.concat([...feeds.values()].map(({ data }) => toBytes(data))));
    const tensors = new Map(interpret(program, feeds).layers.map(({ id, tensor }) => [id, tensor]));
    let at = 0;
    for (const layer of program.layers) {
      if (layer.kind !== "call") continue;
      layer.types.forEach((_, output) => {
        const expected = tensors.get(outputId(layer.id, output))!;
        const bytes = toBytes(expected.data);
        const part = found.subarray(at, (at += bytes.length));
        if (Buffer.compare(part, bytes) === 0) return;
        const i = bytes.findIndex((byte, position) => byte !== part[position]);
        const element = Math.floor(i / expected.data.BYTES_PER_ELEMENT);
        const read = new (expected.data.constructor as Float32ArrayConstructor)(new Uint8Array(part).buffer)[element];
        expect.fail(
          `${layer.id} ${JSON.stringify(layer.attributes)}: element ${element} is ${read}, not ${expected.data[element]}`,
        );
      });
    }
  });
});
