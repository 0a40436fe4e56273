import { isFloat } from "../../../kernels-ref/array.js";
import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { transpose } from "./align.js";
import { compareElements } from "./compare-elements.js";
import { coordinate, type ImageLayout, otherLayout } from "./image-layout.js";
import { type PrintedNumbers, readPrintedNumbers } from "./monitor-log.js";
import { errorPattern } from "./pattern.js";
import { summarize } from "./summary.js";
import { DIFF_FORMAT, DIFF_VERSION, type Element, type LayerDiff, type TraceDiff } from "./trace-diff.js";

/**
 * Compares one layer of the reference with the numbers that a board printed into a monitor's log: all of the tensor's
 * elements or the first of them.
 * @param layer id, TVM name or ONNX node of the layer
 * @param layout that of the layer's tensor, if known: a log in the other layout's order is then recognised
 * @throws UserError when there is no such layer, or the log holds no numbers for it.
 */
export function diffLog(reference: Trace, log: string, layer: string, layout?: ImageLayout): TraceDiff {
  const a = findLayer(reference, layer);
  const names = [a.id, a.name, layer];
  const others = reference.layers.flatMap(({ id, name }) => [id, name]).filter((name) => !names.includes(name));
  const printed = readPrintedNumbers(log, names, others);
  if (printed.values.length === 0) {
    throw new UserError(`${a.id}: the log holds no list of numbers; print the elements with printf("%d,", value)`);
  }
  const compared = compare(a, printed, layout);
  return {
    format: DIFF_FORMAT,
    version: DIFF_VERSION,
    a: { runner: reference.runner, model: reference.model, layers: reference.layers.length },
    b: { runner: "monitor log", model: reference.model, layers: 1 },
    verdict: compared.status === "equal" ? "equal" : "differs",
    ...(compared.status === "equal" ? {} : { first: a.id }),
    compared: 1,
    layers: [compared],
    onlyA: reference.layers.flatMap(({ id }) => (id === a.id ? [] : [id])),
    onlyB: [],
  };
}

function findLayer({ layers }: Trace, wanted: string): TraceLayer {
  const found =
    layers.find(({ id }) => id === wanted) ??
    layers.find(({ name }) => name === wanted) ??
    layers.findLast(({ onnx }) => onnx.includes(wanted));
  if (found) return found;
  const some = layers.filter(({ op }) => op !== "param").slice(0, 4);
  throw new UserError(`--layer: no layer ${wanted}; the trace has ${some.map(({ id }) => id).join(", ")}, …`);
}

function compare(a: TraceLayer, printed: PrintedNumbers, layout: ImageLayout | undefined): LayerDiff {
  const { index, name, id, op, onnx, tensor } = a;
  const count = Math.min(printed.values.length, tensor.size);
  const numbers = new Tensor("float64", [count], Float64Array.from(printed.values.slice(0, count)));
  const orders = [{ source: tensor, layout, remark: "" }];
  if (layout !== undefined && tensor.shape.length === 4) {
    const other = otherLayout(layout);
    orders.push({ source: transpose(tensor, other), layout: other, remark: `printed in the order of ${other}` });
  }
  const unit = isFloat(tensor.data) ? ("values" as const) : ("integers" as const);
  const tolerance = unit === "values" ? 0.501 * 10 ** -printed.decimals : 0;
  const results = orders.map((order) => {
    const head = new Tensor(tensor.dtype, [count], order.source.data.subarray(0, count) as Tensor["data"]);
    return { ...order, head, entire: compareElements(head, numbers, { unit, a: 1, b: 1, tolerance }, undefined) };
  });
  const best = results.find(({ entire }) => entire.differing === 0) ?? results[0]!;
  const place = (element: Element | undefined) =>
    element && { ...element, ...coordinate(element.index, best.source.shape, best.layout) };
  const entire = {
    ...best.entire,
    ...(best.entire.first ? { first: place(best.entire.first)!, worst: place(best.entire.worst)! } : {}),
  };
  const pattern = entire.differing > 0 ? errorPattern(best.head, numbers, undefined) : undefined;
  return {
    ...{ index, name, id, op, onnx },
    status: entire.differing === 0 ? "equal" : "differs",
    mismatch: [],
    remarks: [extent(printed.values.length, tensor.size), best.remark].filter((remark) => remark !== ""),
    a: summarize(tensor, a.exponent),
    b: summarize(numbers),
    entire,
    ...(pattern === undefined ? {} : { pattern }),
  };
}

function extent(printed: number, size: number): string {
  if (printed === size) return "";
  if (printed < size) return `the log holds the first ${printed} of ${size} elements`;
  return `the log holds ${printed} numbers, the layer ${size} elements: the first ${size} compared`;
}
