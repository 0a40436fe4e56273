import { UserError } from "../../../base/errors.js";
import type { Value } from "../../graph/value.js";
import { type Direction, type Recurrent, type RecurrentActivation, recurrent } from "../../operators/recurrent.js";
import { slice } from "../../operators/slice.js";
import type { Config } from "../config.js";
import type { LayerCall, LayerRule, WeightName } from "../rule.js";
import { activationName } from "./activation-of.js";

export type Kind = "LSTM" | "GRU" | "SimpleRNN";

/** ONNX's operator and gates: LSTM i, o, f, c out of Keras's i, f, c, o; GRU z, r, h in both. */
export const CELLS: Readonly<Record<Kind, Pick<Recurrent, "opType" | "gates">>> = {
  LSTM: { opType: "LSTM", gates: [0, 3, 1, 2] },
  GRU: { opType: "GRU", gates: [0, 1, 2] },
  SimpleRNN: { opType: "RNN", gates: [0] },
};

export const cellWeights = (config: Config, folder: string): WeightName[] =>
  ["kernel", "recurrent_kernel", ...(config.bool("use_bias", true) ? ["bias"] : [])].map((name) => `${folder}:${name}`);

/** What a layer of this kind says beyond its weights, for one or both directions. */
export function cell(call: LayerCall, kind: Kind): Omit<Recurrent, "direction" | "weights"> {
  const { config, dialect } = call;
  config.refuse("stateful", false, "a conversion runs one sequence after the other: build it without");
  config.refuse("return_state", false, "the states have no consumer in a file: build it without");
  const linearBeforeReset = kind === "GRU" && config.bool("reset_after", dialect !== "tfjs");
  const own = activationFor(call, "activation", "tanh");
  // tfjs's default differs from that of Keras since 2.2.
  const gate = activationFor(call, "recurrent_activation", dialect === "tfjs" ? "hard_sigmoid" : "sigmoid");
  const activations = { LSTM: [gate, own, own], GRU: [gate, own], SimpleRNN: [own] }[kind];
  return { ...CELLS[kind], units: config.int("units"), activations, linearBeforeReset };
}

export function directionWeights(call: LayerCall, kind: Kind, inputs: number, folder: string): Direction {
  const { config, take, dialect } = call;
  const units = config.int("units");
  const wide = CELLS[kind].gates.length * units;
  const rows = kind === "GRU" && config.bool("reset_after", dialect !== "tfjs") ? [2, wide] : [wide];
  return {
    kernel: take(`${folder}:kernel`, [inputs, wide]),
    recurrent: take(`${folder}:recurrent_kernel`, [units, wide]),
    ...(config.bool("use_bias", true) ? { bias: take(`${folder}:bias`, rows) } : {}),
  };
}

export const recurrentLayer = (kind: Kind): LayerRule => ({
  weights: (config) => cellWeights(config, "cell"),
  emit(call) {
    const x = sequenceInput(call);
    const backwards = call.config.bool("go_backwards", false);
    const { sequences, last } = recurrent(call.g, x, {
      ...cell(call, kind),
      direction: backwards ? "reverse" : "forward",
      weights: [directionWeights(call, kind, x.shape[2]!, "cell")],
    });
    if (!call.config.bool("return_sequences", false)) return last[0]!;
    return backwards ? turned(call, sequences[0]!) : sequences[0]!;
  },
});

export function sequenceInput({ config, inputs }: LayerCall): Value {
  const [x] = inputs as [Value];
  if (inputs.length !== 1)
    throw new UserError(`${config.label}: has ${inputs.length} inputs, expected 1; an initial state is not converted`);
  if (x.shape.length !== 3)
    throw new UserError(`${config.label}: its input has shape [${x.shape}], expected [batch, steps, features]`);
  return x;
}

/** Keras returns what runs backwards in the order in which it was computed; ONNX in the order of time. */
export const turned = ({ g }: LayerCall, x: Value): Value =>
  slice(g, x, [{ axis: 1, start: x.shape[1]! - 1, end: -1, step: -1 }]);

function activationFor(call: LayerCall, key: string, fallback: string): RecurrentActivation {
  const name = activationName(call, key, fallback);
  const known = RECURRENT.get(name);
  if (known === undefined) throw call.config.wrong(key, `one of ${[...RECURRENT.keys()].join(", ")}`);
  return name === "hard_sigmoid" && call.dialect === "keras3" ? { ...known, alpha: 1 / 6 } : known;
}

const RECURRENT: ReadonlyMap<string, RecurrentActivation> = new Map([
  ["sigmoid", { name: "Sigmoid" }],
  ["tanh", { name: "Tanh" }],
  ["relu", { name: "Relu" }],
  ["hard_sigmoid", { name: "HardSigmoid", alpha: 0.2, beta: 0.5 }],
  ["softsign", { name: "Softsign" }],
  ["softplus", { name: "Softplus" }],
  ["elu", { name: "Elu", alpha: 1 }],
  ["linear", { name: "Affine", alpha: 1, beta: 0 }],
]);
