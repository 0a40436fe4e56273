import type { Tensor } from "../../../base/tensor/tensor.js";
import { isDepthwise, pairs } from "../equalization/equalize.js";
import type { State } from "../state.js";
import { NOTHING, type Remedy } from "./remedy.js";

const MOST = 10;

/** Channels of two convolutions in a row scaled by powers of two, so that one scale fits more of them. */
export const equalization = <S extends State<S>>(): Remedy<S> => ({
  name: "equalization",
  costly: false,
  async apply({ state, sets }) {
    if (Object.keys(state.recipe.equalization).length > 0) return undefined;
    const weights = state.float.graph.initializers;
    const factors = new Map<string, number[]>();
    for (const { producer, consumer } of pairs(state.float)) {
      const [before, after] = [weights.get(producer.inputs[1]!)!, weights.get(consumer.inputs[1]!)!];
      const own = largest(before, 0);
      const next = largest(after, isDepthwise(consumer) ? 0 : 1);
      const exponents = own.map((w, c) => {
        const wanted = w > 0 && next[c]! > 0 ? Math.round(Math.log2(next[c]! / w) / 2) : 0;
        return Math.min(Math.max(wanted, -MOST), MOST);
      });
      const middle = [...exponents].sort((a, b) => a - b)[exponents.length >> 1]!;
      const even = exponents.map((k) => k - middle);
      if (even.some((k) => k !== 0)) factors.set(producer.outputs[0] as string, even);
    }
    if (factors.size === 0) return undefined;
    const made = await state.again(sets.calibration.samples, { equalization: factors });
    return { state: made, words: `channels of ${factors.size} convolutions evened out`, cost: NOTHING };
  },
});

/** Largest magnitude of every index along an axis. */
function largest({ data, shape }: Tensor, axis: number): number[] {
  const inner = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const found = new Array<number>(shape[axis]!).fill(0);
  (data as Float32Array).forEach((x, i) => {
    const channel = Math.floor(i / inner) % found.length;
    found[channel] = Math.max(found[channel]!, Math.abs(x));
  });
  return found;
}
