import type { OnnxDim, OnnxModel, OnnxValueInfo } from "../model.js";
import { printable } from "../printable.js";
import { dimSymbols, substituteDim } from "./dim.js";

/** A dimension of a model's input that has no size. */
interface FreeDim {
  readonly input: string;
  readonly axis: number;
  /** What `--dim` calls it: its symbol, or `input.axis` where the file gives it none. */
  readonly name: string;
}

/** The symbols of the first axes: the batch, which is 1 on a board. */
function batchSymbols(inputs: readonly OnnxValueInfo[]): ReadonlySet<OnnxDim> {
  return new Set(inputs.flatMap(({ shape }) => shape?.slice(0, 1) ?? []).filter((dim) => typeof dim === "string"));
}

/** Sizes of samples by input. */
type SampleShapes = ReadonlyMap<string, readonly number[]>;

/**
 * Free dimensions of the inputs other than the batch: the first axis, and where another one carries its symbol. A first
 * axis of samples that is not 1 is no batch.
 */
function freeDims({ graph }: Pick<OnnxModel, "graph">, samples: SampleShapes): FreeDim[] {
  const batches = batchSymbols(graph.inputs);
  return graph.inputs.flatMap(({ name: input, shape = [] }) =>
    shape.flatMap((dim, axis) => {
      if (typeof dim === "number") return [];
      const isBatch = axis === 0 || batches.has(dim);
      if (isBatch && (samples.get(input)?.[axis] ?? 1) === 1) return [];
      return [{ input, axis, name: dim ?? `${input}.${axis}` }];
    }),
  );
}

/**
 * One line for each free dimension other than the batch, with the option that fixes it.
 * @param samples shapes that samples have, which then are the sizes to give
 */
export function freeDimRefusals(model: Pick<OnnxModel, "graph">, samples: SampleShapes = new Map()): string[] {
  return freeDims(model, samples).map(({ input, axis, name }) => {
    const size = samples.get(input)?.[axis];
    const symbols = [...dimSymbols(name)];
    const isSymbol = symbols[0] === name;
    const options = symbols.map((symbol) => `--dim ${printable(symbol)}=${(isSymbol && size) || "SIZE"}`);
    const told = size === undefined ? "" : ` (the samples have ${size})`;
    return `input ${printable(input)}: dimension ${printable(name)} (axis ${axis}) is free; fix it with ${options.join(" ")} at preprocess or quantize${told}`;
  });
}

/** The inputs with the free dimensions that have no symbol named `input.axis`, as far as `names` has them. */
export function nameFreeDims(model: OnnxModel, names: ReadonlySet<string>): OnnxModel {
  const named = (info: OnnxValueInfo): OnnxValueInfo => ({
    ...info,
    shape: info.shape?.map((dim, axis) =>
      dim === null && names.has(`${info.name}.${axis}`) ? `${info.name}.${axis}` : dim,
    ),
  });
  return { ...model, graph: { ...model.graph, inputs: model.graph.inputs.map(named) } };
}

/** The model with sizes for the symbols of its inputs; nothing else of it is touched. */
export function withDims(model: OnnxModel, dims: Readonly<Record<string, number>>): OnnxModel {
  const { graph } = nameFreeDims(model, new Set(Object.keys(dims)));
  const sizes = new Map(Object.entries(dims));
  const sized = (info: OnnxValueInfo): OnnxValueInfo => {
    return { ...info, shape: info.shape?.map((dim) => substituteDim(dim, sizes)) };
  };
  return { ...model, graph: { ...graph, inputs: graph.inputs.map(sized) } };
}

/** Of no meaning, large enough for the windows of most networks. */
const STAND_IN = 64;

/** `dims` with a size for every free dimension: that of the samples, else one that says nothing. */
export function standIns(
  model: Pick<OnnxModel, "graph">,
  dims: Readonly<Record<string, number>>,
  samples: SampleShapes = new Map(),
): Record<string, number> {
  const free = freeDims(model, samples).flatMap(({ input, axis, name }) =>
    [...dimSymbols(name)].map(
      (symbol) => [symbol, (symbol === name && samples.get(input)?.[axis]) || STAND_IN] as const,
    ),
  );
  return { ...dims, ...Object.fromEntries(free) };
}
