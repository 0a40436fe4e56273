import type { Kernel } from "./operator.js";
import { Recurrent } from "./recurrent.js";

/** `esp.rnn`: H = f(X·Wᵀ + H·Rᵀ + b). */
export const rnn: Kernel = (inputs, attributes, outputs) => {
  const net = new Recurrent(inputs, attributes, outputs, 1);
  net.run((step) => {
    for (let j = 0; j < net.hidden; j++) net.y[step.to + j] = net.activate(step, 0, net.gate(step, 0, j));
  });
};
