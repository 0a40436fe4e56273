import { UserError } from "../../../base/errors.js";
import type { Value } from "../../graph/value.js";
import { concat } from "../../operators/concat.js";
import { binary, withNumber } from "../../operators/elementwise.js";
import type { LayerCall, LayerRule } from "../rule.js";

/** Add, Multiply, Maximum, Minimum of any number of inputs, Subtract of two. */
export const mergeLayer = (opType: string, count?: number): LayerRule => ({
  emit(call) {
    const [first, ...others] = inputsOf(call, count);
    return others.reduce((sum, x) => binary(call.g, opType, sum, x), first!);
  },
});

export const averageLayer: LayerRule = {
  emit(call) {
    const [first, ...others] = inputsOf(call);
    const sum = others.reduce((sum, x) => binary(call.g, "Add", sum, x), first!);
    return withNumber(call.g, "Mul", sum, 1 / (others.length + 1));
  },
};

export const concatenateLayer: LayerRule = {
  emit(call) {
    const inputs = inputsOf(call);
    const rank = inputs[0]!.shape.length;
    const axis = call.config.int("axis", -1, -rank);
    if (axis >= rank) throw call.config.wrong("axis", `less than ${rank}`);
    return concat(call.g, inputs, axis < 0 ? axis + rank : axis);
  },
};

function inputsOf({ inputs, config }: LayerCall, count?: number): readonly Value[] {
  if (inputs.length < 2 || (count !== undefined && inputs.length !== count))
    throw new UserError(`${config.label}: has ${inputs.length} inputs, expected ${count ?? "at least 2"}`);
  const rank = inputs[0]!.shape.length;
  if (inputs.some(({ shape }) => shape.length !== rank))
    throw new UserError(
      `${config.label}: its inputs have ${inputs.map(({ shape }) => shape.length)} axes, expected as many`,
    );
  return inputs;
}
