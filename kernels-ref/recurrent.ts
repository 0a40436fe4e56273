import { float32Data, type NdArray } from "./array.js";
import { numberAttribute, numbersAttribute, stringAttribute } from "./attributes.js";
import { KernelError } from "./kernel-error.js";
import type { Attributes } from "./operator.js";
import { ACTIVATIONS } from "./recurrent-activation.js";

const round = Math.fround;

/** One step of one sequence of the batch in one direction: where its parts stand in their arrays. */
export interface Step {
  readonly direction: number;
  /** Offset of the step's input. */
  readonly input: number;
  /** The state before the step and its offset. */
  readonly hidden: Float32Array;
  readonly from: number;
  /** Offset of the step's result in Y. */
  readonly to: number;
  /** Offset of the sequence in arrays of [directions, batch, hidden]. */
  readonly state: number;
  readonly isFirst: boolean;
}

/**
 * What `lstm`, `gru` and `rnn` share. Inputs: X [steps, batch, inputs], W [directions, gates · hidden, inputs],
 * R [directions, gates · hidden, hidden], B [directions, 2 · gates · hidden], the first state [directions, batch,
 * hidden]. Outputs: Y [steps, directions, batch, hidden] and the last state. Every operation rounds to float32, an
 * activation once; sums run over bias of W plus bias of R, then the inputs, then the state.
 */
export class Recurrent {
  readonly steps: number;
  readonly batch: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly directions: number;
  readonly x: Float32Array;
  private readonly w: Float32Array;
  private readonly r: Float32Array;
  private readonly b: Float32Array;
  private readonly initial: Float32Array;
  readonly y: Float32Array;
  readonly last: Float32Array;

  constructor(
    arrays: readonly NdArray[],
    readonly attributes: Attributes,
    outputs: readonly NdArray[],
    readonly gates: number,
  ) {
    const [x, , , , initial] = arrays;
    [this.x, this.w, this.r, this.b, this.initial] = arrays.map(float32Data);
    [this.y, this.last] = outputs.map(float32Data);
    [this.steps, this.batch, this.inputs] = x.shape;
    this.directions = initial.shape[0];
    this.hidden = initial.shape[2];
  }

  /** Runs `cell` for every step, each direction and sequence in its own order of time; then copies the last state. */
  run(cell: (step: Step) => void): void {
    const { steps, batch, inputs, hidden, directions, y } = this;
    for (let direction = 0; direction < directions; direction++) {
      const isReverse = direction === 1 || this.attributes.direction === "reverse";
      for (let n = 0; n < batch; n++) {
        const state = (direction * batch + n) * hidden;
        let [from, to] = [0, 0];
        for (let t = 0; t < steps; t++) {
          const time = isReverse ? steps - 1 - t : t;
          from = t === 0 ? state : to;
          to = ((time * directions + direction) * batch + n) * hidden;
          const before = t === 0 ? this.initial : y;
          cell({ direction, input: (time * batch + n) * inputs, hidden: before, from, to, state, isFirst: t === 0 });
        }
        this.last.set(y.subarray(to, to + hidden), state);
      }
    }
  }

  /** Unit `j`'s bias of `gate`; `side` 0 is W's and 1 R's. */
  bias({ direction }: Step, gate: number, j: number, side: 0 | 1): number {
    return this.b[((direction * 2 + side) * this.gates + gate) * this.hidden + j];
  }

  /** `total` and the products of the step's input with W. */
  addInput(total: number, { direction, input }: Step, gate: number, j: number): number {
    const row = ((direction * this.gates + gate) * this.hidden + j) * this.inputs;
    return addProducts(total, this.x, input, this.w, row, this.inputs);
  }

  /** `total` and the products of a state with R. */
  addState(total: number, { direction }: Step, gate: number, j: number, state: Float32Array, from: number): number {
    const row = ((direction * this.gates + gate) * this.hidden + j) * this.hidden;
    return addProducts(total, state, from, this.r, row, this.hidden);
  }

  /** The whole sum of a gate before its activation. */
  gate(step: Step, gate: number, j: number): number {
    const bias = round(this.bias(step, gate, j, 0) + this.bias(step, gate, j, 1));
    return this.addState(this.addInput(bias, step, gate, j), step, gate, j, step.hidden, step.from);
  }

  /** The `index`-th activation of the step's direction on `sum`, a gate's clipped first; the third is of a cell. */
  activate({ direction }: Step, index: number, sum: number): number {
    const names = stringAttribute(this.attributes, "activations").split(" ");
    const at = (direction * names.length) / this.directions + index;
    const clip = round(numberAttribute(this.attributes, "clip"));
    const x = clip > 0 && index < 2 ? Math.min(Math.max(sum, -clip), clip) : sum;
    const [alpha, beta] = ["alpha", "beta"].map((name) => round(numbersAttribute(this.attributes, name)[at]));
    const activation = ACTIVATIONS.get(names[at]);
    if (!activation) throw new KernelError(`a recurrent layer does not know the activation ${names[at]}`);
    return round(activation(x, alpha, beta));
  }
}

function addProducts(
  total: number,
  a: Float32Array,
  from: number,
  b: Float32Array,
  row: number,
  count: number,
): number {
  let sum = total;
  for (let i = 0; i < count; i++) sum = round(sum + round(a[from + i] * b[row + i]));
  return sum;
}
