import { type Arithmetic, roundToInteger, saturate } from "../../../kernels-ref/arithmetic.js";
import { isFloat } from "../../../kernels-ref/array.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { runLayer } from "../../execution/interpreter/run-layer.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Operand, Program } from "../../ir/graph/program.js";
import { alignments } from "./align.js";
import { compareLayer, layOver } from "./compare-layer.js";
import type { StoredLayout } from "./stored-layout.js";
import type { ElementDiff, LayerDiff } from "./trace-diff.js";

type Pair = readonly [a: TraceLayer, b: TraceLayer];

/**
 * The error that each layer makes by itself, by id.
 *
 * Against an integer reference: `b`'s tensor against the reference kernel run on `b`'s own inputs, so nothing is inherited.
 * Against floats: the integer kernel run on the float inputs (rounded to the layer's scale) against the float output: what
 * this layer's quantization alone costs. Inputs that a trace lacks are computed from those it has. A layer that has, or
 * reads, another exponent in `b` than in the program is left out: `b` ran something else.
 */
export function singleErrors(
  program: Program,
  pairs: readonly Pair[],
  layers: readonly LayerDiff[],
  layoutOf: StoredLayout,
  arithmetic?: Arithmetic,
): Map<string, ElementDiff> {
  const result = new Map<string, ElementDiff>();
  const equal = new Set(layers.filter(({ status }) => status === "equal").map(({ id }) => id));
  const integer = new Replay(program, pairs, 1, arithmetic);
  let float: Replay | undefined;
  for (const pair of pairs) {
    const [a, b] = pair;
    const call = integer.calls.get(a.id);
    if (call === undefined || integer.isForeign(a.id)) continue;
    const toFloat = isFloat(a.tensor.data) !== isFloat(b.tensor.data) && isFloat(a.tensor.data);
    const settled = !toFloat && equal.has(a.id) && integer.sources(call[0]).every((id) => equal.has(id));
    if (settled) {
      const entire = layers.find(({ id }) => id === a.id)?.entire;
      if (entire) result.set(a.id, entire);
      continue;
    }
    if (toFloat) float ??= new Replay(program, pairs, 0, arithmetic);
    const alone = (toFloat ? float! : integer).alone(call);
    if (alone === undefined) continue;
    const made = { ...(toFloat ? b : a), tensor: alone };
    const [first, second] = toFloat ? [a, made] : [made, b];
    const single = compareLayer(first, second, layoutOf(first)).entire;
    if (single !== undefined) result.set(a.id, single);
  }
  return result;
}

/** Runs calls on the tensors that one side of the pairs holds. */
class Replay {
  readonly calls = new Map<string, readonly [CallLayer, number]>();
  private readonly tensors: ReadonlyMap<string, Tensor>;
  private readonly memo = new Map<string, Tensor | undefined>();
  /** Ids of tensors whose numbers stand for others than in the program. */
  private readonly foreign: ReadonlySet<string>;

  constructor(
    private readonly program: Program,
    pairs: readonly Pair[],
    side: 0 | 1,
    private readonly arithmetic: Arithmetic | undefined,
  ) {
    // The program's layouts are those of the integer run, `b`.
    const tensor = ([a, b]: Pair): Tensor => (side === 1 ? b.tensor : (layOver(b, a) ?? a.tensor));
    this.tensors = new Map(pairs.map((pair) => [pair[0].id, tensor(pair)]));
    for (const layer of program.layers) {
      if (layer.kind !== "call") continue;
      for (const output of layer.types.keys()) this.calls.set(outputId(layer.id, output), [layer, output]);
    }
    const exponents = new Map([...this.calls].map(([id, [{ exponent }]]) => [id, exponent]));
    const differ = ([{ id }, { exponent }]: Pair): boolean =>
      exponent !== undefined && exponents.get(id) !== undefined && String(exponent) !== String(exponents.get(id));
    this.foreign = new Set(pairs.filter(differ).map(([{ id }]) => id));
  }

  isForeign(id: string): boolean {
    return this.foreign.has(id);
  }

  /** Ids of the tensors, params aside, that a call reads. */
  sources(call: CallLayer): string[] {
    return call.inputs.flatMap(({ layer, output }) => {
      const source = this.program.layers[layer]!;
      return source.kind === "param" ? [] : [outputId(source.id, output)];
    });
  }

  /** One output of a call on this side's inputs; undefined where they cannot be had. */
  alone([call, output]: readonly [CallLayer, number]): Tensor | undefined {
    const inputs: Tensor[] = [];
    for (const operand of call.inputs) {
      const tensor = this.value(operand);
      if (tensor === undefined) return undefined;
      inputs.push(tensor);
    }
    return runLayer(this.program, call.index, inputs, this.arithmetic)[output];
  }

  private value({ layer: index, output }: Operand): Tensor | undefined {
    const layer = this.program.layers[index]!;
    if (layer.kind === "param") return layer.tensor;
    const id = outputId(layer.id, output);
    if (this.foreign.has(id)) return undefined;
    if (this.memo.has(id)) return this.memo.get(id);
    const captured = this.tensors.get(id);
    const fitted = captured && asRead(captured, layer.types[output]!, layer.exponent);
    const tensor = fitted ?? (layer.kind === "call" && !captured ? this.alone([layer, output]) : undefined);
    this.memo.set(id, tensor);
    return tensor;
  }
}

/** The tensor as a layer would read it: laid out, and rounded to its scale if it is a float. */
function asRead(
  tensor: Tensor,
  type: { dtype: Tensor["dtype"]; shape: readonly number[] },
  exponent: unknown,
): Tensor | undefined {
  const [laid] = alignments(Tensor.zeros(tensor.dtype, type.shape), tensor);
  if (laid === undefined || !laid.corresponds) return undefined;
  if (laid.tensor.dtype === type.dtype) return laid.tensor.reshape(type.shape);
  const end = type.dtype === "int8" ? 128 : type.dtype === "int16" ? 32768 : undefined;
  if (laid.tensor.dtype !== "float32" || end === undefined || typeof exponent !== "number") return undefined;
  const result = Tensor.zeros(type.dtype, type.shape);
  const values = laid.tensor.data as Float32Array;
  for (let i = 0; i < values.length; i++) {
    result.data[i] = saturate(roundToInteger(values[i]! * 2 ** -exponent, "half-away"), -end, end - 1);
  }
  return result;
}
