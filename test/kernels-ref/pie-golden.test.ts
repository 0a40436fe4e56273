import { describe, expect, it } from "vitest";
import { gateSums } from "../../kernels-ref/espdl/gate-sums.js";
import type { Arithmetic, VectorUnit } from "../../kernels-ref/index.js";
import { KERNELS } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { chipArithmetic } from "../../src/espdl/chip.js";
import { type PieCase, pieCases } from "../golden/pie-cases.js";

/** Kernels of the chip that do not compute what any law says; lint names them (`vector-fault` and its like). */
const FAULTS: ReadonlyMap<string, string> = new Map([
  ["resize_nearest_c5_shift0", "reads registers before they are loaded"],
  ["requantize_s8_s16_shift-3_n72", "leaves the last 8 elements unwritten"],
]);

/** The other readings under which a vector was made. */
function arithmetic({ name, chip }: PieCase, more: Partial<VectorUnit> = {}): Arithmetic {
  const base = chipArithmetic(chip, chip === "esp32s3" && /^(conv|dw)/.test(name));
  return { ...base, vector: { ...base.vector!, ...more } };
}

function run(golden: PieCase, more: Partial<VectorUnit> = {}): number[] {
  const { facts, inputs, outputs } = golden;
  const law = arithmetic(golden, more);
  const y = [...outputs.values()][0]!;
  const call = (op: string, arrays: readonly Tensor[], attributes: Record<string, never> | object): number[] => {
    const out = Tensor.zeros(y.dtype, y.shape);
    KERNELS.get(op)!(arrays, attributes as never, [out], law);
    return out.toNumbers();
  };
  const at = (key: string): Tensor => inputs.get(key)!;
  const shift = Number(facts.shift);
  if (facts.op.startsWith("LSTM")) {
    const gates = new Int16Array(y.size);
    gateSums(at("w").data as Int8Array, 0, at("x").data as Int8Array, 0, at("x").size, shift, law, gates);
    return [...gates];
  }
  if (facts.op === "Mul")
    return call("espdl.mul", [at("a"), at("b")], { left_exponent: 0, right_exponent: 0, output_exponent: shift });
  if (facts.op === "PRelu")
    return call("espdl.prelu", [at("x"), at("alpha")], { shift: facts.shift_negative, rescale: facts.shift_positive });
  if (facts.op === "RequantizeLinear")
    return call("espdl.requantize", [at("x")], { input_exponent: 0, output_exponent: shift });
  if (facts.op.startsWith("Resize")) {
    const exponents = JSON.parse(JSON.stringify(facts)) as { exponents: { x: number; y: number } };
    const { x, y: to } = exponents.exponents;
    return call("espdl.resize", [at("x")], { mode: "nearest", scales: [1, 1], input_exponent: x, output_exponent: to });
  }
  const [top, bottom, left, right] = facts.pads_top_bottom_left_right!;
  const depthwise = golden.name.includes("dw");
  return call("espdl.conv", [at("x"), at("w"), ...(inputs.has("bias") ? [at("bias")] : [])], {
    strides: facts.strides,
    dilations: facts.dilations,
    pads: [top, left, bottom, right],
    group: depthwise ? at("x").shape[3] : 1,
    shift: inputs.has("shift") ? at("shift").toNumbers() : [shift],
    relu: facts.relu,
  });
}

for (const chip of ["esp32s3", "esp32p4"] as const) {
  const cases = pieCases(chip);
  describe(`kernels of the ${chip} as executed`, () => {
    it.each(cases.filter(({ name }) => !FAULTS.has(name)).map((c) => [c.name, c] as const))("%s", (_, golden) => {
      const expected = [...golden.outputs.values()][0]!.toNumbers();
      expect(run(golden)).toEqual(expected);
    });
  });
}

it("the other reading of PReLU on the ESP32-P4 rounds negative products down", () => {
  for (const golden of pieCases("esp32p4").filter(({ outputs }) => outputs.has("y_floor")))
    expect(run(golden, { preluRounding: "floor" })).toEqual(golden.outputs.get("y_floor")!.toNumbers());
});
