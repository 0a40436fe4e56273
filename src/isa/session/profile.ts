import { type Place, placeText } from "../assembly/place.js";
import { cyclesOf } from "../cost/cycles.js";
import type { Code } from "../machine/decode.js";
import type { Counts } from "../machine/run.js";

/** What one line of assembly was executed for; inside a macro the line of the macro, for each place it is called from. */
export interface LineCount {
  readonly place: string;
  readonly function: string;
  readonly text: string;
  readonly executed: number;
}

/** How much was executed, by function and by line. */
export interface Profile {
  readonly instructions: number;
  /** Estimated, see `COSTS`. */
  readonly cycles: number;
  readonly functions: readonly { readonly function: string; readonly executed: number }[];
  /** Most executed first. */
  readonly lines: readonly LineCount[];
}

export function profileOf(code: Code, counts: Counts): Profile {
  const functions = new Map<string, number>();
  const lines: LineCount[] = [];
  code.places.forEach((place: Place, i) => {
    const executed = counts.executed[i]!;
    if (executed === 0) return;
    const name = code.functions[i]!;
    functions.set(name, (functions.get(name) ?? 0) + executed);
    lines.push({ place: placeText(place), function: name, text: code.text[i]!, executed });
  });
  const { total, instructions } = cyclesOf(code, counts);
  lines.sort((a, b) => b.executed - a.executed);
  const list = [...functions].map(([name, executed]) => ({ function: name, executed }));
  return { instructions, cycles: total, functions: list.sort((a, b) => b.executed - a.executed), lines };
}
