import type { Measured, MeasuredBars, MeasuredCurve, MeasuredKernel } from "../../comparison/diagnose/diagnosis.js";
import type { BarTrace, Figure, FigureTrace } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { BOARD, DIVERGING, REFERENCE } from "./palette.js";
import { counted, formatNumber } from "./text.js";

const HEIGHT = 260;
/** Bars, and cells along a side of a kernel's picture, that are drawn. */
const BARS = 128;
const CELLS = 96;

/** What was measured of a layer on its board beside what the model has there. */
export function measuredFigure(measured: Measured): Figure {
  if (measured.figure === "bars") return bars(measured);
  return measured.figure === "curve" ? curve(measured) : kernel(measured);
}

function differing({ expected, found }: Measured): number {
  return expected.filter((value, i) => value !== found[i]).length;
}

function description(measured: Measured, noun: string): string {
  const { expected } = measured;
  return `${counted(differing(measured), noun)} of ${expected.length} differ; model ${extent(expected)}, board ${extent(measured.found)}.`;
}

const extent = (values: readonly number[]): string =>
  `${formatNumber(Math.min(...values))} … ${formatNumber(Math.max(...values))}`;

/** The ends of an axis for these numbers, zero among them. */
function ends(values: readonly number[]): [number, number] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const pad = (high - low) * 0.06 || 1;
  return [low - pad, high + pad];
}

function bars(measured: MeasuredBars): Figure {
  const expected = measured.expected.slice(0, BARS);
  const found = measured.found.slice(0, BARS);
  const trace = (name: string, values: readonly number[], by: number, color: string): BarTrace => ({
    ...{ type: "bar", orientation: "v", name, showlegend: true, width: 0.38 },
    x: values.map((_, i) => i + by),
    y: values,
    marker: { color },
    hoverinfo: "text",
    hovertext: values.map((value, i) => `channel ${i}: ${name} ${formatNumber(value)}`),
  });
  return {
    title: measured.title,
    description: description(measured, "channel"),
    data: [trace("model", expected, -0.2, REFERENCE), trace("board", found, 0.2, BOARD)],
    layout: layout(
      axis("channel", [-0.6, expected.length - 0.4]),
      axis("bias", ends([...expected, ...found])),
      HEIGHT,
      { showlegend: true, barmode: "overlay" },
    ),
  };
}

function curve(measured: MeasuredCurve): Figure {
  const { x, expected, found } = measured;
  const trace = (name: string, values: readonly number[], color: string, size: number): FigureTrace => ({
    ...{ type: "scatter", mode: "markers", name, showlegend: true, x, y: values },
    marker: { color, size, symbol: name === "model" ? "circle" : "diamond" },
    hoverinfo: "text",
    hovertext: values.map((value, i) => `x = ${formatNumber(x[i]!)}: ${name} ${formatNumber(value)}`),
  });
  const [low, high] = [Math.min(...x), Math.max(...x)];
  return {
    title: measured.title,
    description: description(measured, "input"),
    data: [trace("model", expected, REFERENCE, 4), trace("board", found, BOARD, 5)],
    layout: layout(
      axis("input", [low - 3, high + 3]),
      axis("output", ends([...expected, ...found].filter(Number.isFinite))),
      HEIGHT,
      { showlegend: true },
    ),
  };
}

/** Model, board and difference, one above the other: a row a tap row and column, a cell an input channel. */
function kernel(measured: MeasuredKernel): Figure {
  const [rows, columns, inputs] = measured.shape;
  // Few inputs: the window as it is. Many: one line a tap.
  const isPlane = inputs * columns <= 32;
  const height = Math.min(CELLS, isPlane ? rows : rows * columns);
  const width = Math.min(CELLS, isPlane ? columns * inputs : inputs);
  const plane = (values: readonly number[]): number[][] =>
    Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (_, column) => values[row * (isPlane ? columns * inputs : inputs) + column]!),
    );
  const parts: [string, readonly number[]][] = [
    ["model", measured.expected],
    ["board", measured.found],
    ["board − model", measured.found.map((value, i) => value - measured.expected[i]!)],
  ];
  const z = parts.flatMap(([, values], part) => [
    ...(part === 0 ? [] : [new Array<number>(width).fill(0)]),
    ...plane(values),
  ]);
  const most = Math.max(1, ...z.flat().map(Math.abs));
  const centres = parts.map((_, part) => part * (height + 1) + (height - 1) / 2);
  return {
    title: measured.title,
    description: `Output channel ${measured.channel}, ${rows} × ${columns} taps of ${counted(inputs, "input")}. ${description(measured, "weight")}`,
    data: [
      {
        type: "heatmap",
        z,
        x: Array.from({ length: width }, (_, i) => i),
        y: z.map((_, i) => i),
        colorscale: DIVERGING,
        zmin: -most,
        zmax: most,
        showscale: true,
        colorbar: { title: { text: "" }, thickness: 12, len: 1 },
      },
    ],
    layout: layout(
      axis(isPlane && inputs > 1 ? "column and input channel" : isPlane ? "column" : "input channel", [
        -0.5,
        width - 0.5,
      ]),
      axis(
        "",
        [z.length - 0.5, -0.5],
        labelled(
          centres,
          parts.map(([name]) => name),
        ),
      ),
      Math.min(420, 90 + z.length * 14),
    ),
  };
}
