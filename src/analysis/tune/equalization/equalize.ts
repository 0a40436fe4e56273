import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { printable } from "../../../formats/onnx/printable.js";
import { walkChannels } from "./walk-channels.js";

/**
 * Multiplies channels by factors and takes them back in the convolutions and products that read them, through Relu, pools,
 * Pad, Add and Concat: the network computes the same in float (to the bit where exponents are whole) and has channels of
 * more even ranges.
 * @param factors exponents k, one a channel, by the tensor of the layer whose outputs are multiplied by 2^k
 * @throws UserError when the model has no such convolution, or nothing takes its factors back.
 */
export function equalize(model: OnnxModel, factors: ReadonlyMap<string, readonly number[]>): OnnxModel {
  if (factors.size === 0) return model;
  const { graph } = model;
  const initializers = new Map(graph.initializers);
  const changed = new Map<OnnxNode, OnnxNode>();
  const scale = (node: OnnxNode, input: number, axis: number, factor: (channel: number) => number): void => {
    const current = changed.get(node) ?? node;
    const name = current.inputs[input] as string;
    const made = `${name}_equalized`;
    initializers.set(made, scaledAlong(initializers.get(name) as Tensor, axis, factor));
    changed.set(node, { ...current, inputs: current.inputs.with(input, made) });
  };
  const left = new Set(factors.keys());
  walkChannels<number>(model, {
    made({ node, channels, outputAxis }) {
      const tensor = node.outputs[0] as string;
      const exponents = factors.get(tensor);
      if (exponents?.length !== channels) return new Array<number>(channels).fill(0);
      left.delete(tensor);
      const up = (channel: number): number => 2 ** exponents[channel]!;
      scale(node, 1, outputAxis, up);
      if (node.inputs[2]) scale(node, 2, initializers.get(node.inputs[2])!.shape.length - 1, up);
      return exponents;
    },
    blank: (channels) => new Array<number>(channels).fill(ANY),
    met: (lists) => lists.reduce((sum, list) => sum.map((k, i) => same(k, list[i]!))),
    lost(list) {
      if (list.some((k) => k !== 0 && k !== ANY)) throw refusal("nothing takes the factors of some channels back");
    },
    read({ node, inputAxis }, list) {
      if (list.every((k) => k === 0 || k === ANY)) return;
      scale(node, 1, inputAxis!, (channel) => (list[channel] === ANY ? 1 : 2 ** -list[channel]!));
    },
  });
  const [unknown] = left;
  if (unknown !== undefined) throw refusal(`the model has no convolution of as many channels at ${printable(unknown)}`);
  const nodes = graph.nodes.map((node) => changed.get(node) ?? node);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const used = new Map([...initializers].filter(([name]) => read.has(name)));
  return { ...model, graph: { ...graph, nodes, initializers: used } };
}

/** Exponent of a channel of zeros. */
const ANY = Number.POSITIVE_INFINITY;

function same(one: number, two: number): number {
  if (one === two || two === ANY) return one;
  if (one === ANY) return two;
  throw refusal("an Add reads channels of other factors");
}

const refusal = (found: string): UserError =>
  new UserError(`recipe: equalization: ${found}, expected the model it was made for; make a new one with tune`);

function scaledAlong({ data, shape }: Tensor, axis: number, factor: (channel: number) => number): Tensor {
  const inner = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const scaled = Float32Array.from(data as Float32Array, (x, i) => x * factor(Math.floor(i / inner) % shape[axis]!));
  return new Tensor("float32", shape, scaled);
}
