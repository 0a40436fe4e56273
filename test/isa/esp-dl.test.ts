import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Attributes } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { KernelCaller } from "../../src/isa/kernels/caller.js";
import { KernelLibrary, NAMES } from "../../src/isa/kernels/library.js";
import { CHIP_KERNELS } from "../../src/isa/kernels/table.js";
import { fuzz } from "../esp-dl/main.js";
import { type PieCase, pieCases } from "../golden/pie-cases.js";

const PATH = process.env.ESP_DL_PATH;
/** What the vectors hold where a function left the output unwritten; a machine's buffers are 0. */
const UNWRITTEN = 0xa5a5 - 65536;

/** A golden's operator, operands and attributes. */
function callOf({ name, facts, inputs, outputs }: PieCase): readonly [string, Tensor[], Attributes] {
  const at = (key: string): Tensor => inputs.get(key)!;
  const shift = Number(facts.shift);
  const y = [...outputs.values()][0]!;
  if (facts.op === "Mul")
    return ["espdl.mul", [at("a"), at("b")], { left_exponent: 0, right_exponent: 0, output_exponent: shift }];
  if (facts.op === "PRelu")
    return ["espdl.prelu", [at("x"), at("alpha")], { shift: facts.shift_negative!, rescale: facts.shift_positive! }];
  if (facts.op === "RequantizeLinear")
    return ["espdl.requantize", [at("x")], { input_exponent: 0, output_exponent: shift }];
  if (facts.op.startsWith("Resize")) {
    const { exponents } = JSON.parse(JSON.stringify(facts)) as { exponents: { x: number; y: number } };
    const scales = [1, 2].map((axis) => y.shape[axis]! / at("x").shape[axis]!);
    const attributes = { mode: "nearest", scales, input_exponent: exponents.x, output_exponent: exponents.y };
    return ["espdl.resize", [at("x")], attributes];
  }
  const [top, bottom, left, right] = facts.pads_top_bottom_left_right!;
  const attributes = {
    strides: facts.strides!,
    dilations: facts.dilations!,
    pads: [top!, left!, bottom!, right!],
    group: name.includes("dw") ? at("x").shape[3]! : 1,
    shift: inputs.has("shift") ? at("shift").toNumbers() : [shift],
    relu: facts.relu!,
  };
  return ["espdl.conv", [at("x"), at("w"), ...(inputs.has("bias") ? [at("bias")] : [])], attributes];
}

/** Sums of a matrix's rows with a vector, one call a row. */
function dotProducts(caller: KernelCaller, { inputs, facts }: PieCase): number[] {
  const { memory } = caller.machine;
  const [x, w] = [inputs.get("x")!, inputs.get("w")!];
  const at = memory.place("the vector", x.data, false).address;
  const rows = memory.place("the matrix", w.data, false).address;
  const shift = Number(facts.shift);
  const rounding = memory.place("the rounding", BigInt64Array.of(1n << BigInt(shift - 1)), false).address;
  const out = memory.allocate("the sums", 2 * w.shape[0]!, true);
  const prepared = caller.prepare("dl_tie728_dotprod_i8k8o16");
  for (let row = 0; row < w.shape[0]!; row++)
    caller.call(prepared, out.address + 2 * row, at, rows + row * x.size, shift, x.size, rounding);
  return Array.from(memory.i16.subarray(out.address / 2, out.address / 2 + w.shape[0]!));
}

for (const chip of ["esp32s3", "esp32p4"] as const)
  describe.skipIf(PATH === undefined)(`ESP-DL's own functions of the ${chip}, executed`, () => {
    const library = PATH === undefined ? undefined : KernelLibrary.open(PATH, chip);

    it.each(pieCases(chip).map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
      const caller = new KernelCaller(library!);
      const expected = [...golden.outputs.values()][0]!;
      if (golden.facts.op.startsWith("LSTM")) return expect(dotProducts(caller, golden)).toEqual(expected.toNumbers());
      // The vector of the function that reads q0 and q3 before it loads them was made with these in them.
      caller.machine.q8.fill(0x11, 0, 16).fill(0x01, 48, 64);
      const [op, inputs, attributes] = callOf(golden);
      const got = Tensor.zeros(expected.dtype, expected.shape);
      expect(CHIP_KERNELS.get(op)!(caller, inputs, attributes, [got])).toBeUndefined();
      expect(got.toNumbers()).toEqual(expected.toNumbers().map((value) => (value === UNWRITTEN ? 0 : value)));
      const { instructions } = JSON.parse(JSON.stringify(golden.facts)) as { instructions?: number };
      if (instructions !== undefined) expect(caller.instructions).toBe(instructions);
    });

    it("knows every instruction of every file", () => {
      const folder = join(PATH!, "esp-dl/dl/base/isa", NAMES[chip]);
      expect(readdirSync(folder).filter((file) => file.endsWith(".S")).length).toBeGreaterThan(49);
      for (const name of library!.functions) expect(library!.code(name).entries.has(name)).toBe(true);
    });

    it("agrees with the reference kernels on random operands", () => {
      const tallies = [...fuzz(PATH!, chip, 5, 0.05)];
      expect(tallies.filter(([, { calls, equal, explained }]) => calls !== equal + explained)).toEqual([]);
    });
  });
