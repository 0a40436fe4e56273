import { expect, test } from "vitest";
import type { ElementDiff } from "../../../src/comparison/diff/trace-diff.js";
import { errorGrowth } from "../../../src/presentation/figures/error-growth.js";
import type { ScatterTrace } from "../../../src/presentation/figures/figure.js";
import { DIFF } from "./samples.js";

const error = (snr: number | null): ElementDiff => ({ ...DIFF.layers[1]!.entire!, snr });

test("layers without an error are left out, a layer's own error stands at its place", () => {
  const [input, b, , d] = DIFF.layers;
  const layers = [
    input!,
    { ...b!, entire: error(40), single: error(40) },
    { ...d!, entire: error(12), single: error(null) },
    { ...d!, entire: error(15), single: error(30) },
  ];
  const { data, layout, description } = errorGrowth({ ...DIFF, layers });
  const [, entire, single] = data as ScatterTrace[];
  expect(entire!.x).toEqual([0, 1, 2]);
  expect(entire!.y).toEqual([40, 12, 15]);
  expect(single!.x).toEqual([0, 2]);
  expect(single!.y).toEqual([40, 30]);
  expect(layout.xaxis.ticktext).toEqual(["1", "3", "3"]);
  expect(description).toBe("3 of 4 layers have an error; the lowest is 12 dB.");
});

test("without the layers' own errors there is one line", () => {
  const { data } = errorGrowth(DIFF);
  expect((data as ScatterTrace[]).map(({ name }) => name)).toEqual([undefined, "gathered on the way"]);
});

test("equal runs have an empty picture", () => {
  expect(errorGrowth({ ...DIFF, layers: [DIFF.layers[0]!] }).description).toBe("0 of 1 layers have an error.");
});
