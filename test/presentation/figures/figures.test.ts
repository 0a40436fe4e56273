import { describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Origin } from "../../../src/comparison/bisect/bisection.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import { agreementScatter } from "../../../src/presentation/figures/agreement-scatter.js";
import { confusionMatrix } from "../../../src/presentation/figures/confusion-matrix.js";
import { costBars } from "../../../src/presentation/figures/cost-bars.js";
import { differenceBars } from "../../../src/presentation/figures/difference-bars.js";
import { channelMap, imageMap } from "../../../src/presentation/figures/error-map.js";
import type { BarTrace, HeatmapTrace, ScatterTrace } from "../../../src/presentation/figures/figure.js";
import { histogram } from "../../../src/presentation/figures/histogram.js";
import { imageGrid } from "../../../src/presentation/figures/image-grid.js";
import { memoryMap } from "../../../src/presentation/figures/memory-map.js";
import { pool } from "../../../src/presentation/figures/pool.js";
import { quantizationBars, rangeBars, traceBars } from "../../../src/presentation/figures/range-bars.js";
import { DIFF, FIGURES, PAIRED, PLAN, REFERENCE, ROWS, trace } from "./samples.js";

const bar = (data: readonly unknown[], i = 0): BarTrace => data[i] as BarTrace;
const dots = (data: readonly unknown[], i: number): ScatterTrace => data[i] as ScatterTrace;
const cells = (data: readonly unknown[]): HeatmapTrace => data[0] as HeatmapTrace;

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

describe("error maps", () => {
  test("channel × position", () => {
    const { data, description } = channelMap(PAIRED);
    expect(cells(data).z).toEqual([
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 3, 0],
    ]);
    expect([cells(data).zmin, cells(data).zmax]).toEqual([-3, 3]);
    expect(description).toBe("1 of 12 cells hold an error (board − reference), the largest 3.");
  });

  test("the same bytes as NCHW lie elsewhere", () => {
    const { data } = channelMap({ ...PAIRED, layout: "NCHW", shape: [1, 2, 2, 3] });
    expect(cells(data).z[1]).toEqual([0, 0, 0, 3, 0, 0]);
  });

  test("row × column", () => {
    expect(cells(imageMap(PAIRED)!.data).z).toEqual([
      [0, 0, 0],
      [0, 3, 0],
    ]);
    expect(imageMap({ ...PAIRED, shape: [1, 12] })).toBeUndefined();
  });

  test("a vector is a row", () => {
    expect(cells(channelMap({ ...PAIRED, shape: [1, 12] }).data).z).toEqual([[0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0]]);
    const { layout, ...rest } = PAIRED;
    expect(cells(channelMap({ ...rest, shape: [12] }).data).z[0]).toHaveLength(12);
  });

  test("one wrong element among a million is seen; NaN too", () => {
    const values = { ...PAIRED, shape: [1, 100, 100, 100], a: new Float64Array(1e6), b: new Float64Array(1e6) };
    values.b[123456] = -1;
    expect(
      cells(channelMap(values).data)
        .z.flat()
        .filter((error) => error !== 0),
    ).toEqual([-1]);
    values.b[123456] = Number.NaN;
    values.b[654321] = 2;
    expect(
      cells(channelMap(values).data)
        .z.flat()
        .filter((error) => error !== 0),
    ).toHaveLength(2);
  });

  test("pooling keeps the largest magnitude", () => {
    const found = pool(3, 5, { rows: 2, columns: 2 }, (row, column) => (row === 2 ? 0 : column - 3));
    expect(found).toEqual({
      cells: [
        [-3, 1],
        [0, 0],
      ],
      rowStep: 2,
      columnStep: 3,
    });
    expect(pool(1, 3, { rows: 1, columns: 1 }, (_, i) => [1, Number.NaN, 5][i]!).cells).toEqual([[Number.NaN]]);
  });

  test("errors within the tolerance are none", () => {
    expect(
      cells(channelMap({ ...PAIRED, tolerance: 3 }).data)
        .z.flat()
        .every((error) => error === 0),
    ).toBe(true);
  });
});

test("the scatter holds each pair of values once, equal and differing ones apart", () => {
  const { data } = agreementScatter({
    ...PAIRED,
    a: Float64Array.from([1, 1, 1, 2]),
    b: Float64Array.from([1, 1, 3, 2]),
  });
  expect([dots(data, 1).x, dots(data, 1).y]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect([dots(data, 2).x, dots(data, 2).y]).toEqual([[1], [3]]);
  const size = dots(data, 1).marker!.size as number[];
  expect(size[0]).toBeGreaterThan(size[1]!);
});

test("the scatter of many pairs draws a choice of them and counts them all", () => {
  const a = Float64Array.from({ length: 2000 }, (_, i) => i);
  const b = a.map((value) => value + 1);
  const { data, description } = agreementScatter({ ...PAIRED, shape: [1, 2000], a, b });
  expect(description).toMatch(/^2,000 of 2,000 elements lie off the diagonal\b/);
  expect(dots(data, 1).x.length).toBeLessThanOrEqual(300);
});

test("cost bars are in the order of execution; of many the dearest", () => {
  const { data, description } = costBars(
    [
      { index: 4, id: "a", cost: 30 },
      { index: 9, id: "b", cost: 10 },
    ],
    "instructions",
  );
  expect(bar(data).x).toEqual([30, 10]);
  expect(description).toBe("2 calls take 40 instructions.");
  const many = costBars(
    Array.from({ length: 90 }, (_, index) => ({ index, id: `l${index}`, cost: index })),
    "nanoseconds",
  );
  expect(bar(many.data).x).toEqual(Array.from({ length: 40 }, (_, i) => i + 50));
});

test("costs in a unit of their size", () => {
  const { data, layout, description } = costBars([{ index: 1, id: "a", cost: 250_000 }], "nanoseconds");
  expect([bar(data).x, layout.xaxis.title!.text, description]).toEqual([[250], "µs", "1 call takes 250 µs."]);
  expect(costBars([{ index: 1, id: "a", cost: 25e6 }], "nanoseconds").layout.xaxis.title!.text).toBe("ms");
});

test("one element is no elements", () => {
  const { data } = histogram([1, 1, 7], { title: "t", unit: "u" });
  expect(bar(data).hovertext!.filter((text) => text.endsWith(" element"))).toHaveLength(1);
  expect(bar(data).hovertext![0]).toContain("2 elements");
});

test("a buffer is a rectangle: layers wide, bytes high", () => {
  const { data, layout, description } = memoryMap(PLAN);
  expect([bar(data).x, bar(data).width]).toEqual([
    [1.5, 3, 3.5],
    [2, 3, 2],
  ]);
  expect([bar(data).base, bar(data).y]).toEqual([
    [0, 32, 0],
    [32, 32, 16],
  ]);
  expect(layout.xaxis.range).toEqual([0.4, 4.6]);
  expect(description).toContain("the fullest moment is layer 2 with 64 bytes");
});

test("the confusion matrix", () => {
  const { data, layout, description } = confusionMatrix([
    [3, 1],
    [0, 4],
  ]);
  expect(cells(data).z).toEqual([
    [3, 1],
    [0, 4],
  ]);
  expect(layout.annotations!.map(({ text }) => text)).toEqual(["3", "1", "", "4"]);
  expect(description).toBe("7 of 8 samples are recognized (87.5 %).");
  const large = confusionMatrix(Array.from({ length: 1000 }, () => new Array<number>(1000).fill(0)));
  expect(large.layout.annotations).toBeUndefined();
});

test("figures are plain JSON, and no name is markup in them", () => {
  for (const { data, layout } of FIGURES) {
    const text = JSON.stringify({ data, layout });
    expect(JSON.parse(text)).toEqual({ data, layout });
    expect(text).not.toMatch(/<(?!br>)/);
  }
});

describe("image grid", () => {
  const tensor = new Tensor("int8", [1, 2, 3, 2], Int8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));

  test("channels side by side, with paper between them", () => {
    const { data, description } = imageGrid(tensor, { title: "t", layout: "NHWC" });
    expect(cells(data).z).toEqual([
      [0, 2, 4, 0, 0, 1, 3, 5],
      [6, 8, 10, 0, 0, 7, 9, 11],
    ]);
    expect(description).toBe("2 images of 2 × 3, values 0 … 11.");
  });

  test("images of a batch, as many as wanted", () => {
    const { data } = imageGrid(tensor.reshape([3, 1, 2, 2]), { title: "t", count: 2 });
    expect(cells(data).z).toEqual([
      [0, 1, 0, 0, 4, 5],
      [2, 3, 0, 0, 6, 7],
    ]);
  });

  test("anything but four axes is refused", () => {
    expect(() => imageGrid(tensor.reshape([12]), { title: "t" })).toThrow("an image has 4 axes, the tensor has 1");
  });
});
