import type { OnnxModel } from "../../formats/onnx/model.js";
import { nodeLabel, printable } from "../../formats/onnx/printable.js";
import { magnitude } from "../calibrate/extent.js";
import type { Range } from "../calibrate/range.js";
import type { QuantizationRow, QuantizationWarning } from "./result.js";

/** No network that works has activations beyond these: the data was scaled wrongly, or the training diverged. */
const LARGEST = 1e6;
const SMALLEST = 1e-6;
/** Samples that reach so many times what int8 can hold are clipped by far: three bits. */
const BY_FAR = 8;
const HIGHEST = 127;

/**
 * What cannot be right of a calibration, told of the first tensor that shows it: what is computed from that is no news.
 * @param extents smallest and largest value of every calibrated tensor over all samples
 * @param rows the scales that came of it
 */
export function calibrationWarnings(
  { graph }: OnnxModel,
  extents: ReadonlyMap<string, Range>,
  rows: readonly QuantizationRow[],
): QuantizationWarning[] {
  const scales = new Map(rows.flatMap(({ kind, tensor, scale }) => (kind === "activation" ? [[tensor, scale]] : [])));
  const warnings: QuantizationWarning[] = [];
  const tainted = new Set<string>();
  const look = (tensor: string, node: string, what: string): void => {
    const extent = extents.get(tensor);
    const found = extent && (meaningless(extent) ?? clipped(extent, scales.get(tensor)));
    if (found === undefined) return;
    tainted.add(tensor);
    warnings.push({ node, tensor, share: 1, message: `${what} ${printable(tensor)} ${found}` });
  };
  for (const { name } of graph.inputs) look(name, "", "input");
  graph.nodes.forEach((node, index) => {
    const label = nodeLabel(node, index);
    if (node.inputs.some((name) => tainted.has(name))) for (const name of node.outputs) tainted.add(name);
    else for (const name of node.outputs) look(name, label, `${label}: tensor`);
  });
  return warnings;
}

function meaningless(extent: Range): string | undefined {
  const { min, max } = extent;
  if (!(min <= max)) return undefined;
  const check = "look at the calibration set and at how it is scaled";
  if (min === 0 && max === 0) return `is constant, 0 in all samples; ${check}`;
  if (min === max) return `is constant, ${short(min)} in all samples; ${check}`;
  const most = magnitude(extent);
  if (most > LARGEST || most < SMALLEST)
    return `has values of at most ${short(most)} in magnitude, which cannot be right; ${check}`;
  return undefined;
}

function clipped(extent: Range, scale: QuantizationRow["scale"] | undefined): string | undefined {
  if (typeof scale !== "number") return undefined;
  const [reached, held] = [magnitude(extent), HIGHEST * scale];
  if (reached < BY_FAR * held) return undefined;
  return `reaches ${short(reached)} and is clipped at ${short(held)}; look for outliers in the samples, or calibrate with --calibrate_method minmax`;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
