import { decodeSteps } from "../../../../kernels-ref/pointwise.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Emitter } from "../emitter.js";
import { EXACT, type Held } from "../held.js";
import { type FastRule, isHeld, isTensor } from "../rule.js";
import { POINTWISE_STEPS, type StepOperand } from "./pointwise-steps.js";
import { tabulated } from "./tabulated.js";

/** `esp.pointwise`: its steps one after the other, each as one float32 operator that rounds as the step does. */
export const espPointwise: FastRule = (call, emitter) => stepwise(call, emitter) ?? tabulatedPointwise(call, emitter);

/** Of one int8 and constants of one element, its steps are a table. */
const tabulatedPointwise: FastRule = (call, emitter) =>
  call.inputs.slice(1).every((input) => isTensor(input) && input.size === 1) ? tabulated(call, emitter) : undefined;

const stepwise: FastRule = ({ attributes, inputs, type }, emitter) => {
  const held = inputs.filter(isHeld);
  const images = type.shape.length === 4 && held.some(({ image }) => image);
  const placed = (input: Held): Held => (images ? emitter.settled(emitter.image(input)) : emitter.plain(input));
  const registers: StepOperand[] = [];
  for (const input of inputs) {
    if (isHeld(input)) {
      if (input.shape.join() !== type.shape.join()) return undefined;
      registers.push(placed(input));
    } else {
      const constant = input.size === 1 ? input.item() : constantOf(emitter, input, type.shape, images);
      if (constant === undefined) return undefined;
      registers.push(constant);
    }
  }
  const steps = decodeSteps(attributes.steps!);
  for (const step of steps) {
    const emit = POINTWISE_STEPS.get(step.op);
    const operands = step.reads.map((read) => registers[read]!);
    const result = emit?.(operands, step, emitter);
    if (result === undefined) return undefined;
    registers.push(result);
  }
  const last = registers.at(-1)!;
  return typeof last === "number" || steps.at(-1)!.op === "round" ? undefined : { ...last, shape: type.shape };
};

/** A constant of several finite floats, broadcast as the program does it. */
function constantOf(emitter: Emitter, tensor: Tensor, shape: readonly number[], images: boolean): Held | undefined {
  const values = tensor.toNumbers();
  if (images || tensor.dtype !== "float32" || !values.every(Number.isFinite)) return undefined;
  if (tensor.shape.length === shape.length && tensor.shape[0] !== 1) return undefined;
  const name = emitter.floats(values, tensor.shape);
  return { name, shape, image: false, grid: undefined, low: -EXACT, high: EXACT };
}
