import { describe, expect, it } from "vitest";
import { ESPDL_ARITHMETIC } from "../../kernels-ref/espdl/chip.js";
import { type Attributes, type DType, KERNELS } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { KernelCaller } from "../../src/isa/kernels/caller.js";
import { KernelLibrary } from "../../src/isa/kernels/library.js";
import { CHIP_KERNELS } from "../../src/isa/kernels/table.js";
import { Random } from "../esp-dl/random.js";

const PATH = process.env.ESP_DL_PATH;
const GATES = { "espdl.lstm": 4, "espdl.gru": 3 } as const;
const CALLS = 120;

/** Operands and attributes of a recurrent layer, and the shapes of what it gives. */
function layerOf(random: Random, op: keyof typeof GATES) {
  const gates = GATES[op];
  const dtype = random.pick(["int8", "int16"] as const);
  const hidden = random.pick([8, 16, 24, 32, 10]);
  const columns = random.pick([16, 8, 32, 12]);
  const [steps, directions] = [random.int(1, 4), random.int(1, 2)];
  const tensor = (of: DType, ...shape: number[]): Tensor => {
    const most = of === "int8" ? 127 : 32767;
    const made = Tensor.zeros(of, shape);
    for (let i = 0; i < made.size; i++) made.data[i] = random.int(-most, most);
    return made;
  };
  const shift = (): number => random.int(0, 9) + (dtype === "int8" ? 0 : 8);
  const attributes: Attributes = {
    ...{ hidden_size: hidden, directions, shifts: [shift(), shift()], gate_exponent: -12 },
    output_exponent: dtype === "int8" ? -7 : -15,
  };
  const inputs = [
    tensor(dtype, steps, 1, columns),
    tensor(dtype, directions, gates * hidden, columns),
    tensor(dtype, directions, gates * hidden, hidden),
    tensor("int16", directions, 2 * gates * hidden),
    tensor(dtype, directions, 1, hidden),
    ...(gates === 4 ? [tensor("int16", directions, 1, hidden)] : []),
  ];
  const outputs = (): Tensor[] => [
    Tensor.zeros(dtype, [steps, directions, 1, hidden]),
    Tensor.zeros(dtype, [directions, 1, hidden]),
    ...(gates === 4 ? [Tensor.zeros("int16", [directions, 1, hidden])] : []),
  ];
  return { inputs, attributes, outputs };
}

describe.skipIf(PATH === undefined).each(["esp32s3", "esp32p4"] as const)("recurrent layers on %s", (chip) => {
  it.each(Object.keys(GATES) as (keyof typeof GATES)[])("%s by the chip's dot products equals the reference", (op) => {
    const random = new Random(7);
    const caller = new KernelCaller(KernelLibrary.open(PATH!, chip));
    let executed = 0;
    for (let call = 0; call < CALLS; call++) {
      const { inputs, attributes, outputs } = layerOf(random, op);
      const [reference, chips] = [outputs(), outputs()];
      KERNELS.get(op)!(inputs, attributes, reference, ESPDL_ARITHMETIC[chip]);
      caller.begin();
      if (CHIP_KERNELS.get(op)!(caller, inputs, attributes, chips) !== undefined) continue;
      executed++;
      expect(chips.map(({ data }) => [...data])).toEqual(reference.map(({ data }) => [...data]));
    }
    expect(executed).toBeGreaterThan(CALLS / 2);
  });
});
