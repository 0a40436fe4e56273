import { Tensor } from "../../../src/base/tensor/tensor.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import type { Trace } from "../../../src/formats/trace/trace.js";
import { agreementScatter } from "../../../src/presentation/figures/agreement-scatter.js";
import { confusionMatrix } from "../../../src/presentation/figures/confusion-matrix.js";
import { costBars } from "../../../src/presentation/figures/cost-bars.js";
import { differenceBars } from "../../../src/presentation/figures/difference-bars.js";
import { errorGrowth } from "../../../src/presentation/figures/error-growth.js";
import { channelMap, imageMap } from "../../../src/presentation/figures/error-map.js";
import type { Figure } from "../../../src/presentation/figures/figure.js";
import { histogram } from "../../../src/presentation/figures/histogram.js";
import { imageGrid } from "../../../src/presentation/figures/image-grid.js";
import { memoryMap } from "../../../src/presentation/figures/memory-map.js";
import type { PairedValues } from "../../../src/presentation/figures/paired-values.js";
import { quantizationBars, rangeBars, traceBars } from "../../../src/presentation/figures/range-bars.js";
import type { QuantizationRow } from "../../../src/quantization/quantize/result.js";

/** A name that breaks whatever does not escape it. */
export const HOSTILE = `</text></svg><script>alert("1")</script><b>&amp;'\u0000\u202e%{x}`;

/** A trace of int8 vectors named a, b, c …; the third layer is a parameter. */
export function trace(runner: string, ...layers: readonly (readonly number[])[]): Trace {
  return {
    runner,
    model: "model.onnx",
    layers: layers.map((values, index) => {
      const id = index === 0 ? HOSTILE : "abcdef"[index]!;
      const tensor = new Tensor("int8", [1, values.length], Int8Array.from(values));
      return { index, id, name: id, op: index === 2 ? "param" : "nn.relu", onnx: [HOSTILE], exponent: -4, tensor };
    }),
  };
}

export const REFERENCE = trace("reference", [1, 2], [3, 4], [9], [5, 6, 7, 8]);
export const BOARD = trace("board", [1, 2], [3, 5], [9], [5, 6, 0, 0]);
export const DIFF = diff(REFERENCE, BOARD);

/** 2 × 3 pixels of 2 channels, NHWC; one pixel of channel 1 is 3 too large. */
export const PAIRED: PairedValues = {
  ...{ id: "conv", index: 7, unit: "integers", tolerance: 0, shape: [1, 2, 3, 2], layout: "NHWC" },
  a: Float64Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
  b: Float64Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 10, 11]),
};

const row = (tensor: string, kind: QuantizationRow["kind"], min: number, max: number): QuantizationRow => ({
  ...{ tensor, quantized: `${tensor}_quantized`, kind, dtype: "int8", node: "n", min, max, scale: 0.25, exponent: -2 },
});

export const ROWS = [row("x", "activation", -8, 16), row(HOSTILE, "weight", -40, 3)];

/** Two buffers, of which the second stays while the third is made. */
export const PLAN = {
  arenaBytes: 64,
  lowerBound: 64,
  buffers: [
    { results: [], bytes: 32, first: 1, last: 2, offset: 0 },
    { results: [], bytes: 32, first: 2, last: 4, offset: 32 },
    { results: [], bytes: 16, first: 3, last: 4, offset: 0 },
  ],
  places: [],
  copies: [],
  live: [0, 32, 64, 48, 48],
  weightBytes: 128,
  inputBytes: 8,
  outputBytes: 4,
  linkBytes: 1625,
};

/** One of each picture. */
export const FIGURES: readonly Figure[] = [
  histogram([0, 0, 1, 5], { title: HOSTILE, unit: HOSTILE }),
  histogram([0.5, 1.5], { title: "two", unit: "value", name: HOSTILE, other: { name: "board", values: [0.5, 9] } }),
  histogram([0.5, 1.5], { title: "range", unit: "value", ranges: [{ name: HOSTILE, min: -1, max: 2 }] }),
  imageGrid(new Tensor("int8", [1, 1, 2, 2], Int8Array.of(1, 2, 3, 4)), { title: HOSTILE }),
  rangeBars(new Map([[HOSTILE, { min: -1, max: 2 }]])),
  quantizationBars(ROWS),
  traceBars(REFERENCE),
  differenceBars(DIFF),
  errorGrowth(DIFF),
  channelMap(PAIRED),
  imageMap(PAIRED)!,
  agreementScatter(PAIRED),
  costBars(
    [
      { index: 1, id: HOSTILE, cost: 1000 },
      { index: 2, id: "b", cost: 3000 },
    ],
    "instructions",
  ),
  memoryMap(PLAN, ["", HOSTILE]),
  confusionMatrix(
    [
      [3, 1],
      [0, 4],
    ],
    [HOSTILE, "one"],
  ),
];
