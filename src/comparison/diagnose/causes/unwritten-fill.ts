import type { Tensor } from "../../../base/tensor/tensor.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { reinterpret } from "../reinterpret.js";

/** What a part of the output holds instead of its values. */
export interface Fill {
  readonly cause: string;
  /** The words behind the name of the part. */
  text(plural: boolean): string;
  readonly look?: string;
  readonly bits: number;
  /** At a flat index of the output. */
  value(index: number): number;
}

/** Positions that a search by address looks at first. */
const PROBES = 12;

/** What memory holds that nothing was written to: cleared, erased flash, and the patterns that debuggers paint it with. */
const UNWRITTEN = [0, -1, 0xa5, 0xaa, 0x55, 0xcc, 0xcd].map((byte) => (byte << 24) >> 24);

/** One number everywhere: the board's value at the part's first element, if it is one of memory that was never written. */
export function constantFill({ board }: DiagnosisInput, inside: Uint8Array): Fill[] {
  const value = Number(board.data[inside.indexOf(1)]);
  if (value === 0)
    return [{ cause: "zero", text: (plural) => `${plural ? "are" : "is"} 0: not written`, bits: 1, value: () => 0 }];
  if (board.dtype !== "int8" || !UNWRITTEN.includes(value)) return [];
  return [
    {
      cause: "painted",
      text: (plural) => `${plural ? "are" : "is"} ${value} throughout: not written`,
      bits: 6,
      value: () => value,
    },
  ];
}

/** Bytes of another tensor of the run, at the same place from the start, or anywhere. */
export function otherFills({ board, inputs, others, inputsWritten }: DiagnosisInput, inside: Uint8Array): Fill[] {
  // What was put into the layer's own inputs just before is no stale byte: how it is read is measured.
  const candidates = [...(inputsWritten ? [] : inputs), ...others]
    .map(({ id, tensor }) => ({ id, elements: reinterpret(tensor, board.dtype) }))
    .filter(({ elements }) => elements.length > 1);
  const probes = chooseProbes(board, inside);
  if (probes.length === 0) return [];
  const fills: Fill[] = [];
  for (const { id, elements } of candidates) {
    const delta = findDelta(board, elements, probes, inside);
    if (delta === undefined) continue;
    const shift = delta === 0 ? "" : ` (from element ${delta} on)`;
    fills.push({
      cause: `of ${id}`,
      text: (plural) => `${plural ? "hold" : "holds"} the bytes of ${id}${shift}: stale, or overwritten`,
      look: "the memory plan: whose buffer lies there, and whether the call wrote its own output at all",
      bits: 3 + Math.log2(candidates.length + 1) + (delta === 0 ? 0 : Math.log2(elements.length + board.size)),
      value: (index) => Number(elements[index + delta] ?? Number.NaN),
    });
  }
  return fills;
}

/** Positions inside with values as different as can be had, so that few deltas pass. */
function chooseProbes(board: Tensor, inside: Uint8Array): number[] {
  const seen = new Set<number>();
  const probes: number[] = [];
  for (let i = 0; i < inside.length && probes.length < PROBES; i++) {
    const value = Number(board.data[i]);
    if (inside[i] === 0 || seen.has(value)) continue;
    seen.add(value);
    probes.push(i);
  }
  return probes.length >= 3 ? probes : [];
}

/** The first delta, 0 before all others, for which elements[i + delta] is what the board holds at (nearly) every i inside. */
function findDelta(
  board: Tensor,
  elements: Tensor["data"],
  probes: readonly number[],
  inside: Uint8Array,
): number | undefined {
  const fits = (delta: number): boolean => {
    for (const probe of probes) if (elements[probe + delta] !== board.data[probe]) return false;
    let [right, count] = [0, 0];
    for (let i = 0; i < inside.length; i++) {
      if (inside[i] === 0) continue;
      count++;
      if (elements[i + delta] === board.data[i]) right++;
    }
    return right >= 0.99 * count;
  };
  if (fits(0)) return 0;
  const first = probes[0]!;
  const wanted = board.data[first];
  for (let at = 0; at < elements.length; at++) if (elements[at] === wanted && fits(at - first)) return at - first;
  return undefined;
}
