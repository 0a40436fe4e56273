import type { Kernel } from "./operator.js";
import { Recurrent } from "./recurrent.js";

const round = Math.fround;
const [Z, R, H] = [0, 1, 2];

/**
 * `esp.gru`, gates z, r, h: h = g(X·Whᵀ + (r ⊙ H)·Rhᵀ + b), or with `linear_before_reset`
 * h = g(X·Whᵀ + Wbh + r ⊙ (H·Rhᵀ + Rbh)); H = (1 − z) ⊙ h + z ⊙ H.
 * The last state's place holds r ⊙ H meanwhile.
 */
export const gru: Kernel = (inputs, attributes, outputs) => {
  const net = new Recurrent(inputs, attributes, outputs, 3);
  const isLinear = attributes.linear_before_reset === true;
  net.run((step) => {
    const { hidden, from, state } = step;
    for (let j = 0; j < net.hidden && !isLinear; j++)
      net.last[state + j] = net.activate(step, 0, net.gate(step, R, j)) * hidden[from + j];
    for (let j = 0; j < net.hidden; j++) {
      const z = net.activate(step, 0, net.gate(step, Z, j));
      let sum: number;
      if (isLinear) {
        const r = net.activate(step, 0, net.gate(step, R, j));
        const before = net.addState(net.bias(step, H, j, 1), step, H, j, hidden, from);
        sum = round(net.addInput(net.bias(step, H, j, 0), step, H, j) + round(r * before));
      } else {
        const bias = round(net.bias(step, H, j, 0) + net.bias(step, H, j, 1));
        sum = net.addState(net.addInput(bias, step, H, j), step, H, j, net.last, state);
      }
      const h = net.activate(step, 1, sum);
      net.y[step.to + j] = round(round(1 - z) * h) + round(z * hidden[from + j]);
    }
  });
};
