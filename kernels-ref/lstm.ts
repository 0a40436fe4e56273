import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";
import { Recurrent } from "./recurrent.js";

const round = Math.fround;
const [I, O, F, C] = [0, 1, 2, 3];

/**
 * `esp.lstm`, gates i, o, f, c with peepholes P [directions, 3 · hidden] from the cell to i, o and f:
 * C = f ⊙ C + i ⊙ c; H = o ⊙ h(C). Further inputs: the first cell, P; further output: the last cell.
 */
export const lstm: Kernel = (inputs, attributes, outputs) => {
  const net = new Recurrent(inputs, attributes, outputs, 4);
  const [firstCell, peepholes] = [float32Data(inputs[5]), float32Data(inputs[6])];
  const cell = float32Data(outputs[2]);
  net.run((step) => {
    const peep = (sum: number, gate: number, j: number, value: number): number =>
      round(sum + round(peepholes[(step.direction * 3 + gate) * net.hidden + j] * value));
    for (let j = 0; j < net.hidden; j++) {
      const at = step.state + j;
      const before = step.isFirst ? firstCell[at] : cell[at];
      const i = net.activate(step, 0, peep(net.gate(step, I, j), I, j, before));
      const f = net.activate(step, 0, peep(net.gate(step, F, j), F, j, before));
      const c = net.activate(step, 1, net.gate(step, C, j));
      cell[at] = round(f * before) + round(i * c);
      const o = net.activate(step, 0, peep(net.gate(step, O, j), O, j, cell[at]));
      net.y[step.to + j] = o * net.activate(step, 2, cell[at]);
    }
  });
};
