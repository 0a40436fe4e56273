import type { Tensor } from "../../base/tensor/tensor.js";
import { bestAlignment } from "../../comparison/diff/compare-layer.js";
import { readBlock } from "../../comparison/diff/numbers.js";
import { unitOf } from "../../comparison/diff/scaling.js";
import { storedLayouts } from "../../comparison/diff/stored-layout.js";
import type { TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import type { PairedValues } from "../figures/paired-values.js";

/** Layers that are looked at closely. */
const CLOSE = 3;

/**
 * The tensors of the layers worth a close look: the first that differs, those that are wrong by themselves, and the last
 * layer (the model's output), at most three.
 * @param program tells the layout of images, as for `diff`
 */
export function pairedLayers(diff: TraceDiff, a: Trace, b: Trace, program?: Program): PairedValues[] {
  const layoutOf = program && storedLayouts(program);
  return interesting(diff).flatMap((id) => {
    const layerA = a.layers.find((layer) => layer.id === id);
    const layerB = b.layers.find((layer) => layer.id === id);
    if (layerA === undefined || layerB === undefined) return [];
    const { scaling } = unitOf(layerA, layerB);
    const layout = layoutOf?.(layerA);
    const match = bestAlignment(layerA.tensor, layerB.tensor, scaling, layout);
    if (match === undefined || layerA.tensor.size === 0) return [];
    return [
      {
        ...{ id, index: layerA.index, unit: scaling.unit, tolerance: scaling.tolerance, shape: layerA.tensor.shape },
        ...(layout === undefined ? {} : { layout }),
        a: numbers(layerA.tensor, scaling.a),
        b: numbers(match.alignment.tensor, scaling.b),
      },
    ];
  });
}

function interesting({ first, layers }: TraceDiff): string[] {
  const calls = layers.filter(({ op }) => op !== "param");
  const own = calls.filter(({ single }) => (single?.differing ?? 0) > 0).map(({ id }) => id);
  const last = calls.at(-1)?.id;
  const chosen = new Set([...(first === undefined ? [] : [first]), ...own.slice(0, CLOSE - 1)]);
  if (last !== undefined) chosen.add(last);
  return [...chosen].slice(0, CLOSE);
}

function numbers(tensor: Tensor, factor: number): Float64Array {
  const result = new Float64Array(tensor.size);
  readBlock(tensor, 0, tensor.size, factor, result);
  return result;
}
