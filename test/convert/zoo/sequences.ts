import type * as Tf from "@tensorflow/tfjs";
import { chain, type Layer, type Model, tf } from "./tf.js";

type Zoo = Record<string, () => Model>;
const L = () => tf!.layers;
const SEQUENCE = [5, 3];
const one = (layer: () => Layer) => () => chain(SEQUENCE, layer());
const KINDS = ["lstm", "gru", "simpleRNN"] as const;

/** tfjs's GRU has one bias alone. */
const args = (kind: (typeof KINDS)[number]) => ({ units: 4, ...(kind === "gru" ? { resetAfter: false } : {}) });

function recurrent(): Zoo {
  const zoo: Zoo = {};
  for (const kind of KINDS) {
    const layer = (more: object) => one(() => (L()[kind] as (args: object) => Layer)({ ...args(kind), ...more }));
    zoo[kind] = layer({});
    zoo[`${kind} sequences`] = layer({ returnSequences: true });
    zoo[`${kind} backwards`] = layer({ goBackwards: true });
    zoo[`${kind} backwards, sequences`] = layer({ goBackwards: true, returnSequences: true });
    zoo[`${kind} without bias`] = layer({ useBias: false });
    zoo[`${kind} relu`] = layer({ activation: "relu" });
    for (const mergeMode of ["concat", "sum", "mul", "ave"] as const)
      zoo[`bidirectional ${kind} ${mergeMode}`] = one(() =>
        L().bidirectional({
          layer: (L()[kind] as (args: object) => Tf.RNN)({ ...args(kind), returnSequences: mergeMode !== "sum" }),
          mergeMode,
        }),
      );
  }
  zoo["lstm sigmoid gates"] = one(() => L().lstm({ units: 4, recurrentActivation: "sigmoid" }));
  zoo["two lstm, dense"] = () =>
    chain(SEQUENCE, L().lstm({ units: 4, returnSequences: true }), L().lstm({ units: 3 }), L().dense({ units: 2 }));
  return zoo;
}

export const sequences = (): Zoo => ({
  ...recurrent(),
  "timeDistributed dense": one(() => L().timeDistributed({ layer: L().dense({ units: 2, activation: "relu" }) })),
  "timeDistributed conv2d": () =>
    chain([3, 5, 4, 2], L().timeDistributed({ layer: L().conv2d({ filters: 2, kernelSize: 2 }) as Layer })),
  "embedding, mean": () =>
    chain([6], L().embedding({ inputDim: 10, outputDim: 4 }), L().globalAveragePooling1d(), L().dense({ units: 2 })),
  "embedding, lstm": () => chain([6], L().embedding({ inputDim: 10, outputDim: 4 }), L().lstm({ units: 3 })),
});
