import { describe, expect, it } from "vitest";
import { fromBytes } from "../../../src/base/tensor/dtype.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { lintEspdl } from "../../../src/espdl/lint/lint.js";
import type { EspdlModel } from "../../../src/espdl/model.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { verifyEspdl } from "../../../src/espdl/verify-vectors.js";
import { asReadByOrt } from "../../../src/espdl/write/onnx/values.js";
import { quantizeEspdl } from "../../../src/espdl/write/quantize-espdl.js";
import { writeEspdl } from "../../../src/espdl/write.js";
import { Session } from "../../../src/quantization/ort/session.js";
import { type WrittenCase, writtenCases } from "./cases.js";
import { randomSamples } from "./random-samples.js";

/** What the chip would run wrong, or has no operator for: refused by name. */
const REFUSED: readonly (readonly [RegExp, RegExp])[] = [
  [/yolo_p4_w8a16/, /^\/Resize \(Resize\): Resize of int16/],
  [/p_dilpool/, /^\/p\/MaxPool \(MaxPool\): /],
  [/p_nopad_/, /^\/p\/AveragePool \(AveragePool\): count_include_pad is 0/],
];

const cases = writtenCases().filter(({ name }) => !name.includes("stream"));

/** Every third of all cases, so that a run is quick; all of the committed ones. */
const chosen =
  cases.length > 60
    ? cases.filter(({ name }, index) => index % 3 === 0 || REFUSED.some(([of]) => of.test(name)))
    : cases;

describe("files with exponents of our own", () => {
  it("pass the chip's own test, have no error of lint and stand near the float model", async () => {
    const wrong: string[] = [];
    for (const golden of chosen) {
      const refusal = REFUSED.find(([of]) => of.test(golden.name))?.[1];
      try {
        wrong.push(...(await faults(golden)));
        if (refusal !== undefined) wrong.push(`${golden.name}: not refused`);
      } catch (error) {
        if (!refusal?.test((error as Error).message)) wrong.push(`${golden.name}: ${(error as Error).message}`);
      }
    }
    console.log(`written and tried: ${chosen.length} models`);
    expect(wrong).toEqual([]);
  }, 120_000);
});

async function faults({ name, chip, bits, w8a16, float }: WrittenCase): Promise<string[]> {
  const model = float();
  const samples = randomSamples(model, 3);
  const { model: made } = await quantizeEspdl(model, samples, { chip, bits, w8a16, calibration: { method: "minmax" } });
  const read = readEspdl(writeEspdl(made));
  const lint = lintEspdl(read, { chip }).findings.filter(({ severity }) => severity === "error");
  const passed = verifyEspdl(read, { chip }).passes;
  const session = await Session.open(asReadByOrt(model));
  const reference = await session.run(samples[0]!);
  await session.close();
  const decibels = Math.min(...read.graph.testOutputs.map(({ name }) => likeness(read, name, reference.get(name)!)));
  return [
    ...lint.map(({ node, reason }) => `${name}: ${node}: ${reason}`),
    ...(passed ? [] : [`${name}: its own test fails`]),
    ...(decibels < (bits === 8 ? 12 : 30) ? [`${name}: ${decibels.toFixed(1)} dB of the float model`] : []),
  ];
}

/** Signal to noise of the sorted values, which no order of axes changes. */
function likeness({ graph }: EspdlModel, name: string, reference: Tensor): number {
  const { dtype, bytes, exponents } = graph.testOutputs.find((output) => output.name === name)!;
  const scale = dtype.startsWith("int") ? 2 ** (exponents[0] ?? 0) : 1;
  const found = Float64Array.from(fromBytes(dtype, bytes) as ArrayLike<number>, (q) => q * scale).sort();
  const wanted = Float64Array.from(reference.data as ArrayLike<number>).sort();
  const noise = wanted.reduce((sum, x, index) => sum + (x - found[index]!) ** 2, 0);
  return 10 * Math.log10(wanted.reduce((sum, x) => sum + x * x, 0) / noise);
}
