import { Tensor } from "../../base/tensor/tensor.js";
import { bisectTraces } from "../../comparison/bisect/bisect-traces.js";
import { storedLayouts } from "../../comparison/diff/stored-layout.js";
import { interpret } from "../../execution/interpreter/interpret.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { bisectionView } from "../../presentation/display/views/bisection.js";
import { tensorMap } from "../../presentation/figures/tensor-map.js";
import { layerName } from "../../presentation/figures/text.js";
import { FAULTS, type FaultName } from "../faults.js";
import type { Demonstrated } from "../protocol.js";
import { faultyKernel } from "./faults.js";
import { picture, shown } from "./shown.js";

/**
 * A digit through the layers of the classifier; with a fault, the same on a board that makes one mistake, and what bisect
 * finds from its bytes alone.
 * @param digit 28 × 28 values, 0 (paper) … 1 (ink)
 */
export function demonstrate(
  program: Program,
  digit: Float32Array,
  fault: string | undefined,
  width: number,
): Demonstrated {
  const input = program.layers.find(({ kind }) => kind === "input")!;
  const feeds = new Map([[input.name, new Tensor("float32", input.types[0]!.shape, Float32Array.from(digit))]]);
  const reference = interpret(program, feeds, { model: "the digit classifier" });
  if (!isFault(fault)) return { scores: scoresOf(reference), layers: layersOf(program, reference, undefined, width) };
  const { index, kernel } = faultyKernel(program, fault);
  const run = interpret(program, feeds, {
    compute: (layer, inputs) => (layer.index === index ? kernel(layer, inputs) : undefined),
  });
  const board = { ...run, runner: "the board" };
  const what = `made in layer ${index}, ${layerName(program.layers[index]!.id)}: ${FAULTS[fault]}`;
  return {
    scores: scoresOf(reference),
    layers: layersOf(program, board, reference, width),
    bisection: shown(bisectionView(bisectTraces(program, reference, board)), width),
    broken: { scores: scoresOf(board), what },
  };
}

const isFault = (name: string | undefined): name is FaultName => name !== undefined && Object.hasOwn(FAULTS, name);

const scoresOf = ({ layers }: Trace): number[] => layers.at(-1)!.tensor.toNumbers();

function layersOf(program: Program, trace: Trace, beside: Trace | undefined, width: number): Demonstrated["layers"] {
  const layoutOf = storedLayouts(program);
  return trace.layers.flatMap((layer, position) => {
    const { id, index, op, tensor } = layer;
    if (op === "param" || op === "reshape" || op === "layout_transform") return [];
    const other = beside?.layers[position]?.tensor;
    const differs = other?.data.some((value, i) => value !== tensor.data[i]) ?? false;
    const title = `${index} ${op === "input" ? "the drawing" : op}`;
    return [{ title, differs, map: picture(tensorMap(tensor, layerName(id), layoutOf(layer)), width) }];
  });
}
