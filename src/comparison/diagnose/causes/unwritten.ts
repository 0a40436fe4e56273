import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";
import { alike } from "../score.js";
import { constantFill, type Fill, otherFills } from "./unwritten-fill.js";
import { type Region, regions } from "./unwritten-regions.js";

/** A row, channel or transfer cut short, dead tail channels, a buffer never written or of another layer. */
export function unwritten(input: DiagnosisInput): Candidate[] {
  const { reference, board } = input;
  const differing = new Uint8Array(board.size);
  const [found, expected] = [numbers(board.data), numbers(reference.data)];
  for (let i = 0; i < board.size; i++) differing[i] = alike(found[i]!, expected[i]!) ? 0 : 1;
  const candidates: Candidate[] = [];
  for (const region of regions(input, differing)) {
    for (const fill of [...constantFill(input, region.inside), ...otherFills(input, region.inside)]) {
      candidates.push(candidate(input, region, fill));
    }
  }
  return candidates;
}

function candidate({ reference }: DiagnosisInput, region: Region, fill: Fill): Candidate {
  return {
    family: "unwritten",
    cause: `${region.cause} ${fill.cause}`,
    text: `${region.text} ${fill.text(region.plural)}`,
    look: fill.look ?? region.look,
    bits: region.bits + fill.bits,
    predict: () => {
      const values = Float64Array.from(numbers(reference.data));
      for (let i = 0; i < values.length; i++) if (region.inside[i] === 1) values[i] = fill.value(i);
      return { values };
    },
  };
}
