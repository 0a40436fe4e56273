import { diagnose } from "../../../src/comparison/diagnose/diagnose.js";
import { layerInput } from "../../../src/comparison/diagnose/layer-input.js";
import type { CallLayer } from "../../../src/ir/graph/program.js";
import { goldenCases } from "../../golden/cases.js";
import { heldOutFault, KNOWN, type Random, UNKNOWN } from "./held-out-faults.js";
import { type Subject, subject } from "./subjects.js";

export interface HeldOutScore {
  known: number;
  /** The true cause is the first. */
  first: number;
  /** The first explains as much as the true one, which is behind it. */
  tied: number;
  unknown: number;
  claimed: number;
  /** What was not right, one line each. */
  readonly misses: string[];
}

/** Faults of every kind, in convolutions drawn at random from every golden case at hand. @param each of every kind */
export function heldOut(seed: number, each: number): HeldOutScore {
  const random = mulberry32(seed);
  const score: HeldOutScore = { known: 0, first: 0, tied: 0, unknown: 0, claimed: 0, misses: [] };
  const sites = convolutions();
  for (const kind of [...Object.keys(KNOWN), ...Object.keys(UNKNOWN)]) {
    for (let made = 0, tries = 0; made < each && tries < 20 * each; tries++) {
      const { s, call } = sites[Math.floor(random() * sites.length)]!;
      const fault = heldOutFault(kind, s, call, random);
      if (fault === undefined) continue;
      made++;
      const { hypotheses, differing, elements } = diagnose(layerInput(s.program, s.trace, call.id, fault.board));
      const [first] = hypotheses;
      const claimed = first && `${first.family}/${first.cause}`;
      const where = `${kind} · ${s.name} ${call.id} [${call.types[0]!.shape}] ${differing} of ${elements}`;
      if (fault.causes === undefined) {
        score.unknown++;
        if (claimed === undefined) continue;
        score.claimed++;
        score.misses.push(`${where}: claimed ${claimed}`);
        continue;
      }
      score.known++;
      const isTrue = ({ family, cause }: { family: string; cause: string }): boolean =>
        fault.causes!.some((wanted) => `${family}/${cause}`.startsWith(wanted));
      const found = hypotheses.find(isTrue);
      if (first && isTrue(first)) score.first++;
      else {
        const tied = found !== undefined && found.explained === first!.explained;
        if (tied) score.tied++;
        score.misses.push(
          `${where}: ${fault.causes[0]} taken for ${claimed ?? "nothing"}${tied ? " (the same bytes)" : ""}`,
        );
      }
    }
  }
  return score;
}

function convolutions(): { s: Subject; call: CallLayer }[] {
  const cases = goldenCases().filter((golden) => golden.has("quant.onnx") && !golden.has("error_debug.txt"));
  return cases.flatMap(({ name }) =>
    [name, `loud ${name}`].flatMap((variant) => {
      const s = subject(variant);
      return s.program.layers
        .filter((layer): layer is CallLayer => layer.kind === "call" && layer.kernel !== undefined)
        .filter((call) => call.types[0]!.shape[1]! * call.types[0]!.shape[2]! > 1)
        .map((call) => ({ s, call }));
    }),
  );
}

/** Tommy Ettinger's generator: the same numbers everywhere. */
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
