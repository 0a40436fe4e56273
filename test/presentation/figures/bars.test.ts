import { describe, expect, test } from "vitest";
import type { Origin } from "../../../src/comparison/bisect/bisection.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import { differenceBars } from "../../../src/presentation/figures/difference-bars.js";
import type { BarTrace, ScatterTrace } from "../../../src/presentation/figures/figure.js";
import { histogram } from "../../../src/presentation/figures/histogram.js";
import { quantizationBars, rangeBars, traceBars } from "../../../src/presentation/figures/range-bars.js";
import { DIFF, REFERENCE, ROWS, trace } from "./samples.js";

const bar = (data: readonly unknown[], i = 0): BarTrace => data[i] as BarTrace;
const dots = (data: readonly unknown[], i: number): ScatterTrace => data[i] as ScatterTrace;

describe("histogram", () => {
  test("integers have a bin each", () => {
    const { data, layout, description } = histogram([0, 0, 1, 5], { title: "t", unit: "u" });
    expect(bar(data).x).toEqual([0, 1, 2, 3, 4, 5]);
    expect(bar(data).y).toEqual([2, 1, 0, 0, 0, 1]);
    expect(bar(data).width).toBe(1);
    expect(layout.yaxis.type).toBe("linear");
    expect(description).toBe("4 elements from 0 to 5.");
  });

  test("more integers than bins share them: every element is counted once", () => {
    const values = Array.from({ length: 256 }, (_, i) => i - 128);
    const { data } = histogram(values, { title: "t", unit: "u" });
    expect(bar(data).y).toEqual(new Array(64).fill(4));
    expect(bar(data).x[0]).toBe(-126.5);
  });

  test("many zeros are drawn on a logarithmic axis", () => {
    const { layout } = histogram([...new Array(500).fill(0), 1, 2, 3], { title: "t", unit: "u" });
    expect(layout.yaxis.type).toBe("log");
    expect(layout.yaxis.ticktext).toEqual(["1", "10", "100"]);
  });

  test("both runs in the same bins; infinities and NaN are left out", () => {
    const other = { name: "board", values: [2, Number.NaN, Infinity] };
    const { data } = histogram([0, 1], { title: "t", unit: "u", name: "reference", other });
    expect(bar(data).y).toEqual([1, 1, 0]);
    expect(dots(data, 1).x).toEqual([-0.5, 0.5, 1.5, 2.5]);
    expect(dots(data, 1).y).toEqual([0, 0, 1, 1]);
  });

  test("a range is a bracket around what it holds, inside the axis", () => {
    const ranges = [{ name: "all", min: -4, max: 4 }];
    const { data, layout } = histogram([0, 0, 0.5, 1], { title: "t", unit: "u", ranges });
    expect(dots(data, 1).x).toEqual([-4, -4, 4, 4]);
    expect(dots(data, 1).name).toBe("all: -4 … 4");
    expect(layout.xaxis.range).toEqual([-4.08, 4.08]);
  });

  test.each([[[]], [[7]], [[Number.NaN]], [[0.1, 0.1]]])("%j has a picture", (values) => {
    expect(histogram(values, { title: "t", unit: "u" }).data).toHaveLength(1);
  });
});

test("ranges start where they start", () => {
  const { data } = rangeBars(
    new Map([
      ["x", { min: -1, max: 2 }],
      ["y", { min: 0, max: 5 }],
    ]),
  );
  expect(bar(data).base).toEqual([-1, 0]);
  expect(bar(data).x).toEqual([3, 5]);
});

test("quantized ranges are in steps of the scale, int8's ends marked", () => {
  const { data, layout } = quantizationBars([...ROWS, { ...ROWS[0]!, kind: "bias", dtype: "int32" }]);
  expect(bar(data).base).toEqual([-32, -160]);
  expect(bar(data).x).toEqual([96, 172]);
  expect(layout.shapes!.map(({ x0 }) => x0)).toEqual([-128, 127]);
});

test("a trace's int8 layers, parameters left out", () => {
  expect(bar(traceBars(REFERENCE).data).base).toEqual([1, 3, 5]);
  expect(bar(traceBars(REFERENCE).data).x).toEqual([1, 1, 3]);
});

describe("difference bars", () => {
  test("a row a layer, the share as length, the first marked in its row", () => {
    const { data, description } = differenceBars(DIFF);
    const [bars, equal, first] = [bar(data), dots(data, 1), dots(data, 2)];
    expect([bars.name, bars.x, bars.y]).toEqual(["differs", [50, 50], [1, 2]]);
    expect([equal.name, equal.y]).toEqual(["equal", [0]]);
    expect([first.name, first.y]).toEqual(["first that differs", [1]]);
    expect(description).toBe("2 of 3 layers differ; the first is b.");
  });

  test("own errors apart from inherited ones", () => {
    const [, own, inherited] = DIFF.layers.filter(({ op }) => op !== "param");
    const clean = { ...own!.entire!, differing: 0, share: 0 };
    const layers = [
      { ...own!, single: own!.entire! },
      { ...inherited!, single: clean },
    ];
    const { data } = differenceBars({ ...DIFF, layers });
    expect([bar(data).name, bar(data).y]).toEqual(["wrong by itself", [0]]);
    expect([bar(data, 1).name, bar(data, 1).y]).toEqual(["inherited", [1]]);
    expect(bar(data).marker.color).not.toBe(bar(data, 1).marker.color);
  });

  test("where a search told the origins, it is believed, not the comparison", () => {
    const layers = DIFF.layers.filter(({ op }) => op !== "param").map((layer) => ({ ...layer, single: layer.entire! }));
    const bad = layers.filter(({ status }) => status !== "equal").map(({ id }) => id);
    const told = (...origins: Origin[]) => {
      const { data } = differenceBars({ ...DIFF, layers }, new Map(bad.map((id, i) => [id, origins[i]!])));
      return data.filter(({ type }) => type === "bar").map(({ name }) => name);
    };
    expect(told("run", "inherited")).toEqual(["wrong in the run only", "inherited"]);
    expect(told("transfer", "unknown")).toEqual(["wrong in its transfer only", "differs"]);
  });

  test("many layers are columns, the first named above", () => {
    const layers = Array.from({ length: 200 }, (_, index) => ({
      ...DIFF.layers[index === 90 ? 1 : 0]!,
      index,
      id: `l${index}`,
    }));
    const { data, layout } = differenceBars({ ...DIFF, layers, first: "l90" });
    expect(bar(data).orientation).toBe("v");
    expect(bar(data).x).toEqual([90]);
    expect(layout.annotations!.map(({ x, text }) => [x, text])).toEqual([[90, "90 l90"]]);
    expect(layout.xaxis.tickvals!.length).toBeLessThanOrEqual(8);
  });

  test("equal runs have no mark", () => {
    const { data } = differenceBars(diff(REFERENCE, REFERENCE));
    expect(data.map(({ name }) => name)).toEqual(["equal"]);
  });

  test("a layer that cannot be compared is as bad as can be", () => {
    const wrong = diff(trace("a", [0], [1, 2, 3]), trace("b", [0], [1, 2]));
    expect(bar(differenceBars(wrong).data).x).toEqual([100]);
  });
});
