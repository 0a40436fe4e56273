import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { diff } from "../../comparison/diff/diff.js";
import type { TraceDiff } from "../../comparison/diff/trace-diff.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { floatTensors } from "../../quantization/ort/float-tensors.js";
import type { Converted, ConvertedLayer } from "../convert.js";
import { permute } from "../graph/permute.js";
import { identity, type Value } from "../graph/value.js";
import type { SourceRun } from "./run-source.js";

/** Largest difference of an output, as a share of that output's largest number, that still counts as rounding. */
export const TOLERANCE = 1e-4;

/** How far the two runs are from each other over all samples. */
export interface OutputDifference {
  readonly name: string;
  /** Largest |ONNX − source|. */
  readonly largest: number;
  /** The same over the largest |source|. */
  readonly relative: number;
}

export interface Proof {
  readonly samples: number;
  readonly outputs: readonly OutputDifference[];
  /** The first sample's layers, source against ONNX; undefined unless asked for. */
  readonly layers?: TraceDiff;
}

/**
 * Runs the source in its own runtime and the ONNX model in ONNX Runtime on the same samples.
 * @param samples inputs by name, in the source's axes
 * @throws UserError when an output differs by more than `TOLERANCE`
 */
export async function prove(
  source: SourceRun,
  converted: Converted,
  samples: readonly ReadonlyMap<string, Tensor>[],
  withLayers = false,
): Promise<Proof> {
  const { outputs } = converted.model.graph;
  const names = outputs.map(({ name }) => name);
  const largest = new Float64Array(names.length);
  const extent = new Float64Array(names.length);
  for (const sample of samples) {
    const expected = await source.outputs(sample);
    const found = await runOnnx(converted, names, sample);
    names.forEach((name, i) => {
      const [a, b] = [expected[i]!, found.get(name)!];
      for (let j = 0; j < a.size; j++) {
        const error = Math.abs(Number(b.data[j]) - Number(a.data[j]));
        largest[i] = Math.max(largest[i]!, Number.isNaN(error) ? Infinity : error);
        extent[i] = Math.max(extent[i]!, Math.abs(Number(a.data[j])));
      }
    });
  }
  const differences = names.map((name, i) => ({
    ...{ name, largest: largest[i]! },
    relative: largest[i] === 0 ? 0 : largest[i]! / extent[i]!,
  }));
  const worst = differences.find(({ relative }) => !(relative <= TOLERANCE));
  const layers = withLayers || worst !== undefined ? await layerDiff(source, converted, samples[0]!) : undefined;
  if (worst !== undefined)
    throw new UserError(
      `${printable(worst.name)}: ONNX differs from the source by ${worst.relative.toExponential(1)} of the output's largest number, expected at most ${TOLERANCE}; first at layer ${firstBad(layers!) ?? printable(worst.name)}: this is an error of the conversion, please report it`,
    );
  return { samples: samples.length, outputs: differences, ...(withLayers ? { layers: layers! } : {}) };
}

const firstBad = ({ layers }: TraceDiff): string | undefined =>
  layers.find(({ entire, a }) => entire === undefined || !(entire.largest <= TOLERANCE * extentOf(a)))?.id;

const extentOf = (summary: TraceDiff["layers"][number]["a"]): number =>
  Math.max(Math.abs(Number(summary.min)), Math.abs(Number(summary.max)));

/** Each layer of the outermost model in both runs, in the source's axes. */
async function layerDiff(
  source: SourceRun,
  converted: Converted,
  sample: ReadonlyMap<string, Tensor>,
): Promise<TraceDiff> {
  const known = await source.layers(sample, converted.layers);
  const tensors = known.map(([{ value }]) => value.name);
  const found = await runOnnx(converted, tensors, sample);
  const trace = (runner: string, tensorOf: (layer: ConvertedLayer, expected: Tensor) => Tensor | undefined): Trace => ({
    runner,
    model: converted.model.graph.name,
    layers: known.flatMap(([layer, expected], index): TraceLayer[] => {
      const { name, kind } = layer;
      const tensor = tensorOf(layer, expected);
      return tensor === undefined ? [] : [{ index, name, id: name, op: kind, onnx: [], tensor }];
    }),
  });
  return diff(
    trace("tfjs", (_, expected) => expected),
    trace("ONNX Runtime", ({ value }) => inSourceAxes(found.get(value.name), value)),
  );
}

function inSourceAxes(tensor: Tensor | undefined, { order }: Value): Tensor | undefined {
  return (
    tensor &&
    permute(
      tensor,
      identity(order.length).map((axis) => order.indexOf(axis)),
    )
  );
}

/** One run of the ONNX model; its inputs may be declared channels first. */
function runOnnx(
  { model }: Converted,
  names: readonly string[],
  sample: ReadonlyMap<string, Tensor>,
): Promise<Map<string, Tensor>> {
  const feeds = model.graph.inputs.map(({ name, shape }): [string, Tensor] => {
    const tensor = sample.get(name)!;
    const same = shape!.join() === tensor.shape.join();
    return [
      name,
      same ? tensor : permute(tensor, [0, tensor.shape.length - 1, ...identity(tensor.shape.length).slice(1, -1)]),
    ];
  });
  return floatTensors(model, names, new Map(feeds));
}
