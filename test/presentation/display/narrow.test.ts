import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Analysis, LayerAnalysis } from "../../../src/analysis/analyse/analysis.js";
import type { Tuning } from "../../../src/analysis/tune/tuning.js";

/** The module as a terminal of so many columns gets it. */
async function displayIn(columns: number): Promise<(object: Analysis | Tuning) => string[]> {
  vi.resetModules();
  Object.defineProperty(process.stdout, "columns", { value: columns, configurable: true });
  const { display } = await import("../../../src/presentation/display/mime-bundle.js");
  return (object) => display(object)["text/plain"].split("\n");
}

let columns: PropertyDescriptor | undefined;
beforeEach(() => {
  columns = Object.getOwnPropertyDescriptor(process.stdout, "columns");
});
afterEach(() => {
  Object.defineProperty(process.stdout, "columns", columns ?? { value: undefined, configurable: true });
});

const layer: LayerAnalysis = {
  node: "model/block_12/depthwise_conv2d/separable/BiasAdd",
  operator: "GlobalAveragePool",
  tensor: "t",
  macs: 112_896_000,
  bytes: 1_234_567,
  accumulated: -12.3,
  alone: 27.4,
  cost: -15.1,
  gain: -12.3,
  gain16: 1.2,
  weights: 35.3,
  activation: 33.2,
  systematic: 0.5,
  shift: -10.1,
  clipped: 0,
  unusedBits: 0,
  channelRatio: 1,
  reason: "depthwise layer with one scale for channels whose weights differ 1408 ×",
};
const analysis: Analysis = {
  format: "espdl-lab-analysis",
  version: 1,
  chip: "esp32s3",
  samples: 16,
  output: 3,
  layers: [layer, { ...layer, node: "fc", cost: 40 }],
};

it("prints an analysis in 100 columns, and in 80 without what can be spared", async () => {
  const wide = (await displayIn(100))(analysis);
  expect(Math.max(...wide.map((line) => line.length))).toBeLessThanOrEqual(100);
  const narrow = (await displayIn(80))(analysis);
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(80);
  const titles = narrow.find((line) => / operator +cost/.test(line))!.split(/ +/);
  expect(titles).toEqual(["layer", "operator", "cost", "gain", "all", "weights", "values", "shift", "MACs"]);
  expect(wide.join(" ")).toContain("weights differ 1408 ×; in 16 bits +1.2 dB");
});

it("prints a ladder in 100 and in 80 columns", async () => {
  const reached = { snr: 19.7, agreement: 0.996, accuracy: 0.855, floatAccuracy: 0.852 };
  const rung = { remedy: "equalization", tried: "channels of 14 convolutions evened out", reached, gain: 10.2 };
  const tuning = {
    ...{ format: "espdl-lab-tuning", version: 1, goal: { kind: "float", less: 0.005 } },
    samples: { calibration: 100, search: 100, test: 1000 },
    ladder: [{ ...rung, loss: { mean: 0.0047, error: 0.0035 }, cost: "a shift for each channel", kept: true }],
    ...{ plain: reached, tuned: reached, isReached: true, recipe: {} },
  } as unknown as Tuning;
  for (const columns of [100, 80]) {
    const lines = (await displayIn(columns))(tuning);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.join("\n")).toMatch(/may lose.*0\.8 %/s);
  }
  const other = { ...tuning, goal: { kind: "snr", decibels: 20 } } as unknown as Tuning;
  expect((await displayIn(100))(other).join(" ")).not.toContain("may lose");
});
