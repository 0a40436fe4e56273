import { NOTHING, type Remedy } from "../remedies/remedy.js";
import type { TvmState } from "./state.js";

const MEETING: ReadonlySet<string> = new Set(["Add", "Concat"]);

/** Operands of Add and Concat on the exponent of the result, so that none is shifted there and loses its last bits. */
export const alignment: Remedy<TvmState> = {
  name: "alignment",
  costly: false,
  async apply({ state, sets }) {
    let made = state;
    let moved = 0;
    for (const { opType, inputs, outputs } of state.float.graph.nodes) {
      if (!MEETING.has(opType)) continue;
      const wanted = made.recipe.exponents[outputs[0] as string];
      for (const name of inputs) {
        const own = made.recipe.exponents[name];
        const group = made.groups().find((names) => names.includes(name));
        if (typeof wanted !== "number" || typeof own !== "number" || own === wanted || group === undefined) continue;
        made = made.moved(group, wanted - own);
        moved++;
      }
    }
    if (moved === 0) return undefined;
    const measured = await made.recorrected(sets.calibration.samples);
    return { state: measured, words: `${moved} operands of Add, Concat on its exponent`, cost: NOTHING };
  },
};
