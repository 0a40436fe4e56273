import { momentsOf, roundWeights } from "../../rounding/round-weights.js";
import type { State } from "../state.js";
import { NOTHING, type Remedy } from "./remedy.js";

/** Weights rounded for the sums that they are part of, by least squares on the calibration samples. */
export const rounding = <S extends State<S>>(): Remedy<S> => ({
  name: "rounding",
  costly: false,
  async apply({ state, sets }) {
    const { samples } = sets.calibration;
    const moments = await momentsOf(state.float, samples);
    const integers = roundWeights(state.float, moments, (tensor, weight) => state.weightExponents(tensor, weight));
    if (integers.size === 0) return undefined;
    const made = await state.withIntegers(integers).recorrected(samples);
    return { state: made, words: `weights of ${integers.size} layers rounded by least squares`, cost: NOTHING };
  },
});
