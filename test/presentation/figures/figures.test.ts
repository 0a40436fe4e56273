import { describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { agreementScatter } from "../../../src/presentation/figures/agreement-scatter.js";
import { confusionMatrix } from "../../../src/presentation/figures/confusion-matrix.js";
import { costBars } from "../../../src/presentation/figures/cost-bars.js";
import { channelMap, imageMap } from "../../../src/presentation/figures/error-map.js";
import type { BarTrace, HeatmapTrace, ScatterTrace } from "../../../src/presentation/figures/figure.js";
import { histogram } from "../../../src/presentation/figures/histogram.js";
import { imageGrid } from "../../../src/presentation/figures/image-grid.js";
import { memoryMap } from "../../../src/presentation/figures/memory-map.js";
import { pool } from "../../../src/presentation/figures/pool.js";
import { FIGURES, PAIRED, PLAN } from "./samples.js";

const bar = (data: readonly unknown[], i = 0): BarTrace => data[i] as BarTrace;
const dots = (data: readonly unknown[], i: number): ScatterTrace => data[i] as ScatterTrace;
const cells = (data: readonly unknown[]): HeatmapTrace => data[0] as HeatmapTrace;

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
