import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBytes, toBytes } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { packWeight, storedPositions, unpackWeight, type WeightRole } from "../../src/espdl/layout.js";
import { readEspdl } from "../../src/espdl/read.js";
import { espdlCases } from "../golden/espdl-cases.js";

const weight = fc
  .record({
    dtype: fc.constantFrom("int8" as const, "int16" as const),
    role: fc.constantFrom<WeightRole>("conv", "depthwise", "matmul"),
    plane: fc.constantFrom("H", ""),
    style: fc.constantFrom("blocked", "old", "N first", "N last", "UNK"),
    height: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
    inputs: fc.integer({ min: 1, max: 9 }),
    outputs: fc.integer({ min: 1, max: 50 }),
    seed: fc.integer(),
  })
  .map(({ dtype, role, plane, style, height, width, inputs, outputs, seed }) => {
    const block = dtype === "int8" ? 16 : 8;
    const tail = outputs % block === 0 ? "" : "_UNALIGNED";
    const layout = {
      blocked: `(N/${block})${plane}WC${block}${tail}`,
      old: `N${block}${plane}WC${block}${tail}`,
      "N first": `N${plane}WC`,
      "N last": `${plane}WCN`,
      UNK: "UNK",
    }[style]!;
    const space = plane === "H" ? [height, width] : [width];
    const shape = role === "depthwise" ? [...space, outputs, 1] : [...space, inputs, outputs];
    const data = fromBytes(
      dtype,
      Uint8Array.from(
        { length: shape.reduce((a, b) => a * b, dtype === "int8" ? 1 : 2) },
        (_, index) => Math.imul(index + seed, 2654435761) >>> 24,
      ),
    );
    return { role, layout, tensor: new Tensor(dtype, shape, data) };
  });

const asFile = (tensor: Tensor, layout: string, bytes: Uint8Array) => ({
  name: "w",
  dtype: tensor.dtype,
  dims: tensor.shape,
  layout,
  exponents: [0],
  bytes,
});

describe("weight layouts", () => {
  it("packing and unpacking are inverse, and positions a permutation: 2000 weights", () => {
    fc.assert(
      fc.property(weight, ({ role, layout, tensor }) => {
        const packed = packWeight(tensor, layout, role);
        const again = unpackWeight(asFile(tensor, layout, packed), role);
        expect(Buffer.compare(toBytes(again.data), toBytes(tensor.data))).toBe(0);
        const unpacked = unpackWeight(asFile(tensor, layout, toBytes(tensor.data)), role);
        expect(Buffer.compare(packWeight(unpacked, layout, role), toBytes(tensor.data))).toBe(0);
        const positions = storedPositions(asFile(tensor, layout, packed), role);
        if (positions !== undefined) expect(new Set(positions).size).toBe(tensor.size);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it("a conv's blocks of 16 output channels come first, the channels left over after them", () => {
    // W = 2, C = 3, N = 17: stored [1][2][3][16], then [1][2][3].
    const positions = storedPositions(
      { name: "w", dtype: "int8", dims: [2, 3, 17], layout: "(N/16)WC16_UNALIGNED" },
      "conv",
    )!;
    const at = (w: number, c: number, n: number): number => positions[(w * 3 + c) * 17 + n]!;
    expect([at(0, 0, 0), at(0, 0, 15), at(0, 1, 0), at(1, 0, 0), at(1, 2, 15)]).toEqual([0, 15, 16, 48, 95]);
    expect([at(0, 0, 16), at(0, 1, 16), at(1, 2, 16)]).toEqual([96, 97, 101]);
  });

  it("a depthwise filter's left-over channels lie side by side", () => {
    // W = 2, N = 10 of int16: stored [1][2][1][8], then [2][2].
    const positions = storedPositions(
      { name: "w", dtype: "int16", dims: [2, 10, 1], layout: "(N/8)WC8_UNALIGNED" },
      "depthwise",
    )!;
    expect([...positions]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 8, 9, 10, 11, 12, 13, 14, 15, 18, 19]);
  });

  it("a vector is a matrix of one column", () => {
    const positions = storedPositions(
      { name: "w", dtype: "int8", dims: [3], layout: "(N/16)HWC16_UNALIGNED" },
      "matmul",
    );
    expect([...positions!]).toEqual([0, 1, 2]);
  });

  it.each([
    ["(N/16)HWC16", "conv", [1, 1, 4, 17], /17 output channels contradict the layout's alignment/],
    ["CHWN4", "conv", [1, 1, 4, 8], /the layout is unknown/],
    ["NHWC", "conv", [8], /expected 3 or 4 dims/],
    ["NHWC", "matmul", [], /expected at least 1 dim/],
  ] as const)("%s as %s of %j is refused", (layout, role, dims, message) => {
    expect(() => storedPositions({ name: "w", dtype: "int8", dims, layout }, role)).toThrow(message);
  });

  it("blocks of 16 int16 are refused; 8 int8 are those of W8A16", () => {
    const wide = { name: "w", dtype: "int16", dims: [1, 1, 4, 16], layout: "(N/16)HWC16" } as const;
    expect(() => storedPositions(wide, "conv")).toThrow("blocks of 16 int16 are not 16 bytes");
    const mixed = { name: "w", dtype: "int8", dims: [1, 1, 2, 8], layout: "(N/8)HWC8" } as const;
    expect([...storedPositions(mixed, "conv")!]).toEqual(Array.from({ length: 16 }, (_, i) => i));
  });

  it("every weight of the vectors is unpacked and packed to the same bytes", () => {
    let [held, all] = [0, 0];
    for (const golden of espdlCases()) {
      const { graph } = readEspdl(golden.model());
      const initializers = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
      for (const { opType, inputs, attributes } of graph.nodes) {
        const tensor = initializers.get(inputs[1] ?? "");
        if (tensor === undefined || !["Conv", "Gemm", "MatMul"].includes(opType)) continue;
        const grouped = Number(attributes.get("group")?.value ?? 1) > 1;
        const role = opType === "MatMul" ? "matmul" : grouped ? "depthwise" : "conv";
        const packed = packWeight(unpackWeight(tensor, role), tensor.layout, role);
        all++;
        if (Buffer.compare(packed, tensor.bytes) === 0) held++;
      }
    }
    console.log(`weights unpacked and packed: ${held} of ${all}`);
    expect(held).toBe(all);
  });
});
