import type { Tensor } from "../../../../base/tensor/tensor.js";
import type { Prediction } from "../../candidate.js";
import type { DiagnosisInput } from "../../diagnosis.js";
import { alike } from "../../score.js";
import type { Runs, Solution, Solver } from "../solution.js";
import type { LoopChange } from "./change.js";
import { loopChanges } from "./changes.js";
import { gathered, type Loop, loopOf, type Values } from "./law.js";

/** Elements of a run that a change is tried on before all of them. */
const SAMPLE = 96;
const FEW = 4;
const LOOK = "the element-wise loop of this call: its steps, and the index at which each operand is read";

/** Element-wise loops: a step that is another or left out, an operand that is read elsewhere or altered before. */
export const loop: Solver = (runs): Solution[] => {
  const law = loopOf(runs.input);
  if (law === undefined) return [];
  const sample = sampleOf(runs);
  const found: Solution[] = [];
  for (const change of loopChanges(runs.input, law)) {
    if (!holds(runs, law, change, sample)) continue;
    found.push({
      ...{ family: "loop", cause: change.cause, text: change.text, look: LOOK, bits: change.bits + 2 },
      predict: (run) => made(run, law, change),
    });
    if (found.length === FEW) break;
  }
  return found;
};

/** Wrong elements and right ones. */
function sampleOf({ wrong }: Runs): Int32Array {
  const all = [...wrong.keys()];
  const part = (mark: number): number[] => {
    const inside = all.filter((i) => wrong[i] === mark);
    const step = Math.max(1, inside.length / (SAMPLE / 2));
    return Array.from({ length: Math.min(inside.length, SAMPLE / 2) }, (_, k) => inside[Math.floor(k * step)]!);
  };
  return Int32Array.from([...part(1), ...part(0)].sort((a, b) => a - b));
}

function holds({ all, found }: Runs, law: Loop, change: LoopChange, sample: Int32Array): boolean {
  return all.every((run, at) => {
    const { values, unknown } = made(run, law, change, sample);
    let known = 0;
    for (let k = 0; k < sample.length; k++) {
      if (unknown?.[k] === 1) continue;
      known++;
      if (!alike(values[k]!, found[at]![sample[k]!]!)) return false;
    }
    return known > sample.length / 2;
  });
}

/** What the changed loop makes. @param elements of the output; all of them where it is left out */
function made({ inputs }: DiagnosisInput, law: Loop, change: LoopChange, elements?: Int32Array): Prediction {
  const { placed, altered, replaced } = change;
  const count = elements?.length ?? law.own[0]!.length;
  let unknown: Uint8Array | undefined;
  const operands = inputs.map(({ tensor }, position): Tensor => {
    const own = law.own[position]!;
    const at = new Int32Array(count);
    for (let k = 0; k < count; k++) {
      const i = elements === undefined ? k : elements[k]!;
      const index = placed?.position === position ? placed.place(i, own[i]!) : own[i]!;
      at[k] = index;
      if (index >= 0 && index < tensor.size) continue;
      unknown ??= new Uint8Array(count);
      unknown[k] = 1;
    }
    const vector = gathered(tensor, at);
    if (altered?.position !== position) return vector;
    const data = vector.data as Values;
    // An int8 that becomes larger than one counts as it is: in floats, or as the integers of a kernel.
    for (let k = 0; k < count; k++) data[k] = altered.value(data[k]!);
    return vector;
  });
  return { values: law.run(operands, replaced), ...(unknown && { unknown }) };
}
