import { ACTIVATIONS } from "../../../kernels-ref/recurrent-activation.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { constant, node } from "../graph/build.js";
import type { Attributes, Value } from "../graph/graph.js";
import type { Importer, ImporterTable, Operands } from "./operands.js";

/** Alpha and beta of an activation that names none, as ONNX states them. */
const DEFAULTS: Readonly<Record<string, readonly [alpha: number, beta: number]>> = {
  Affine: [1, 0],
  Elu: [1, 0],
  HardSigmoid: [0.2, 0.5],
  LeakyRelu: [0.01, 0],
  ScaledTanh: [1, 1],
  ThresholdedRelu: [1, 0],
};
const TAKES_BETA = new Set(["Affine", "HardSigmoid", "ScaledTanh"]);

function directionsOf(operands: Operands): { direction: string; count: number } {
  const direction = operands.text("direction", "forward");
  if (!["forward", "reverse", "bidirectional"].includes(direction))
    operands.fail("attribute direction must be forward, reverse or bidirectional", direction, "export the model again");
  return { direction, count: direction === "bidirectional" ? 2 : 1 };
}

/** Names in ONNX's spelling; the lists of alpha and beta run over the activations that take one. */
function activations(operands: Operands, defaults: readonly string[], directions: number): Attributes {
  const all = Array.from({ length: directions }, () => defaults).flat();
  const names = (operands.attribute("activations", "strings")?.value ?? all).map(
    (name) => [...ACTIVATIONS.keys()].find((known) => known.toLowerCase() === name.toLowerCase()) ?? name,
  );
  if (names.length !== all.length)
    operands.fail(`attribute activations must have ${all.length} names`, String(names.length), "name every one");
  for (const name of names)
    if (!ACTIVATIONS.has(name))
      operands.fail(`an activation must be ${[...ACTIVATIONS.keys()].join(", ")}`, name, "use another activation");
  const alphas = [...(operands.attribute("activation_alpha", "floats")?.value ?? [])];
  const betas = [...(operands.attribute("activation_beta", "floats")?.value ?? [])];
  return {
    activations: names.join(" "),
    alpha: names.map((name) => (name in DEFAULTS ? (alphas.shift() ?? DEFAULTS[name]![0]) : 0)),
    beta: names.map((name) => (TAKES_BETA.has(name) ? (betas.shift() ?? DEFAULTS[name]![1]) : 0)),
  };
}

const zeros = (shape: readonly number[]): Value => constant(Tensor.zeros("float32", shape));

/** Every sequence must run over all steps: shorter ones are not computed. */
function requireWholeSequences(operands: Operands, steps: number): void {
  const lengths = operands.optionalTensor(4, "the sequence lengths")?.toNumbers();
  if (lengths?.some((length) => length !== steps))
    operands.fail(`every sequence length must be ${steps}`, `[${lengths.join(", ")}]`, "pad the sequences");
}

interface Layer {
  readonly op: string;
  readonly gates: number;
  readonly activations: readonly string[];
  readonly attributes?: (operands: Operands) => Attributes;
}

/** X [steps, batch, inputs], or [batch, steps, inputs] with layout 1, which every state then has too. */
function recurrent(operands: Operands, layer: Layer): readonly Value[] {
  const isBatchFirst = operands.int("layout", 0) === 1;
  const swapped = (value: Value, axes: readonly number[]): Value =>
    isBatchFirst ? operands.call("transpose", [value], { axes }) : value;
  const x = swapped(operands.value(0), [1, 0, 2]);
  if (x.type.shape.length !== 3)
    operands.fail("X must have rank 3", String(x.type.shape.length), "export the model again");
  const [steps, batch] = x.type.shape as [number, number];
  const hidden = operands.value(2).type.shape.at(-1) ?? 0;
  const stated = operands.int("hidden_size", hidden);
  if (stated !== hidden)
    operands.fail(`attribute hidden_size must be R's ${hidden}`, String(stated), "export the model again");
  requireWholeSequences(operands, steps);
  const { direction, count } = directionsOf(operands);
  const state = (index: number): Value =>
    operands.inputs[index] === undefined ? zeros([count, batch, hidden]) : swapped(operands.value(index), [1, 0, 2]);
  const bias = operands.inputs[3] === undefined ? zeros([count, 2 * layer.gates * hidden]) : operands.value(3);
  const inputs = [x, operands.value(1), operands.value(2), bias, state(5)];
  if (layer.op === "esp.lstm") {
    inputs.push(state(6), operands.inputs[7] === undefined ? zeros([count, 3 * hidden]) : operands.value(7));
    operands.only("input_forget", 0);
  }
  const attributes = {
    direction,
    ...activations(operands, layer.activations, count),
    clip: operands.float("clip", 0),
    ...layer.attributes?.(operands),
  };
  const [y, ...states] = node(layer.op, inputs, attributes, operands.origin()).results as unknown as [
    Value,
    ...Value[],
  ];
  return [swapped(y, [2, 0, 1, 3]), ...states.map((value) => swapped(value, [1, 0, 2]))];
}

const importer =
  (layer: Layer): Importer =>
  (operands) =>
    recurrent(operands, layer);

export const RECURRENT: ImporterTable = {
  GRU: importer({
    op: "esp.gru",
    gates: 3,
    activations: ["Sigmoid", "Tanh"],
    attributes: (operands) => ({ linear_before_reset: operands.int("linear_before_reset", 0) !== 0 }),
  }),
  LSTM: importer({ op: "esp.lstm", gates: 4, activations: ["Sigmoid", "Tanh", "Tanh"] }),
  RNN: importer({ op: "esp.rnn", gates: 1, activations: ["Tanh"] }),
};
