import { Tensor } from "../../base/tensor/tensor.js";
import { floats, int, text, texts } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { int64 } from "../graph/constants.js";
import { permute } from "../graph/permute.js";
import type { Value } from "../graph/value.js";

/** An activation as ONNX's recurrent operators name it, with its parameters where it has some. */
export interface RecurrentActivation {
  readonly name: string;
  readonly alpha?: number;
  readonly beta?: number;
}

/** One direction's weights as Keras holds them: [inputs, gates · units], [units, gates · units], [gates · units] or two rows. */
export interface Direction {
  readonly kernel: Tensor;
  readonly recurrent: Tensor;
  readonly bias?: Tensor;
}

export interface Recurrent {
  readonly opType: "LSTM" | "GRU" | "RNN";
  readonly units: number;
  /** ONNX's gates in terms of Keras's: gate `i` is Keras's gate `gates[i]`. */
  readonly gates: readonly number[];
  readonly activations: readonly RecurrentActivation[];
  readonly direction: "forward" | "reverse" | "bidirectional";
  readonly weights: readonly Direction[];
  readonly linearBeforeReset?: boolean;
}

export interface RecurrentOutputs {
  /** [N, T, units] of each direction, every step in the order of time. */
  readonly sequences: readonly Value[];
  /** [N, units] of each direction after its last step. */
  readonly last: readonly Value[];
}

/** LSTM, GRU or a simple recurrent layer over [N, T, inputs]. */
export function recurrent(g: GraphBuilder, x: Value, r: Recurrent): RecurrentOutputs {
  const [n, steps] = x.shape as [number, number, number];
  const { units, weights } = r;
  const stack = (role: string, one: (direction: Direction) => Tensor): string =>
    g.weight(role, stacked(weights.map(one)));
  const inputs = [
    g.as(x, [1, 0, 2]),
    stack("W", ({ kernel }) => gateRows(kernel, units, r.gates)),
    stack("R", ({ recurrent }) => gateRows(recurrent, units, r.gates)),
    stack("B", ({ bias }) => biases(bias, units, r.gates)),
  ];
  const activations = weights.flatMap(() => r.activations);
  const parameters = (of: "alpha" | "beta"): number[] => activations.flatMap((a) => a[of] ?? []);
  const [alpha, beta] = [parameters("alpha"), parameters("beta")];
  const [all, last] = g.nodeOf(
    r.opType,
    inputs,
    {
      hidden_size: int(units),
      direction: text(r.direction),
      activations: texts(activations.map(({ name }) => name)),
      ...(alpha.length > 0 ? { activation_alpha: floats(alpha) } : {}),
      ...(beta.length > 0 ? { activation_beta: floats(beta) } : {}),
      ...(r.linearBeforeReset ? { linear_before_reset: int(1) } : {}),
    },
    2,
  );
  return {
    sequences: directions(g, all!, weights.length, [steps, n, units], 1, [1, 0, 2]),
    last: directions(g, last!, weights.length, [n, units], 0, [0, 1]),
  };
}

/** The part of each direction, whose axis is `axis`; `order` as the rest is stored. */
function directions(
  g: GraphBuilder,
  tensor: string,
  count: number,
  sizes: readonly number[],
  axis: number,
  order: readonly number[],
): Value[] {
  const shape = order.map((at) => sizes[at]!);
  const squeezed = (name: string): Value => ({
    name: g.node("Squeeze", [name, g.weight("axes", int64([axis]))]),
    shape,
    order,
    dtype: "float32",
  });
  if (count === 1) return [squeezed(tensor)];
  return g.nodeOf("Split", [tensor], { axis: int(axis) }, count).map(squeezed);
}

/** Keras's [inputs, gates · units] as ONNX's [gates · units, inputs], the gates in ONNX's order. */
function gateRows(kernel: Tensor, units: number, gates: readonly number[]): Tensor {
  const rows = permute(kernel, [1, 0]);
  const size = units * kernel.shape[0]!;
  return new Tensor("float32", rows.shape, reorder(rows.data as Float32Array, size, gates));
}

function reorder(data: Float32Array, size: number, gates: readonly number[]): Float32Array {
  const result = new Float32Array(gates.length * size);
  gates.forEach((gate, i) => {
    result.set(data.subarray(gate * size, (gate + 1) * size), i * size);
  });
  return result;
}

/** ONNX's biases of the inputs and of the state; Keras has one row, or both. */
function biases(bias: Tensor | undefined, units: number, gates: readonly number[]): Tensor {
  const row = gates.length * units;
  const result = new Float32Array(2 * row);
  const data = bias?.data as Float32Array | undefined;
  for (let i = 0; data !== undefined && i * row < data.length; i++)
    result.set(reorder(data.subarray(i * row, (i + 1) * row), units, gates), i * row);
  return new Tensor("float32", [2 * row], result);
}

function stacked(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as [Tensor];
  const data = new Float32Array(tensors.length * first.size);
  tensors.forEach((tensor, i) => {
    data.set(tensor.data as Float32Array, i * first.size);
  });
  return new Tensor("float32", [tensors.length, ...first.shape], data);
}
