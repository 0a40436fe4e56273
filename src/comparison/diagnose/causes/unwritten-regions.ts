import { type ImageExtent, imageExtent } from "../../diff/image-extent.js";
import { formatRanges } from "../../diff/ranges.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** Part of the output that was not computed: it holds what was there before. */
export interface Region {
  readonly cause: string;
  readonly text: string;
  /** Whether the words name several things. */
  readonly plural: boolean;
  readonly look: string;
  /** Bits to say which part. */
  readonly bits: number;
  readonly inside: Uint8Array;
}

/** The parts of an output that hold all that differs. @param differing marks with 1 what does */
export function regions({ reference, layout }: DiagnosisInput, differing: Uint8Array): Region[] {
  const { size } = reference;
  const first = differing.indexOf(1);
  const last = differing.lastIndexOf(1);
  const found: Region[] = [
    {
      ...{ cause: "all", text: "the whole output", plural: false, bits: 1 },
      look: "the buffer that the call names as its output, and whether the call ran at all",
      inside: new Uint8Array(size).fill(1),
    },
  ];
  const flat = (cause: string, text: string, from: number, to: number): void =>
    void found.push({
      ...{ cause, text, plural: false, bits: Math.log2(size) },
      look: "the length of the copy or transfer that ends this layer",
      inside: new Uint8Array(size).fill(1, from, to),
    });
  if (first > 0) flat("tail", `everything from element ${first} of ${size} on`, first, size);
  if (last < size - 1) flat("head", `everything before element ${last + 1} of ${size}`, 0, last + 1);
  if (first > 0 && last < size - 1) {
    const text = `elements ${first}–${last} of ${size}`;
    const inside = new Uint8Array(size).fill(1, first, last + 1);
    const look = "what writes into the middle of this buffer, or leaves a part of it out";
    found.push({ ...{ cause: "range", text, plural: last > first, look, inside }, bits: 2 * Math.log2(size) });
  }
  const extent = imageExtent(reference.shape, layout);
  if (extent === undefined) return found;
  for (const axis of ["c", "h", "w"] as const) found.push(...ofAxis(extent, axis, differing));
  return found;
}

const AXES = { c: "channel", h: "row", w: "column" } as const;
const LOOKS = {
  c: "the kernel's loop over blocks of 8 or 16 output channels, and its remainder",
  h: "the number of rows that the kernel or the copy runs over",
  w: "the length of a row that the kernel or the copy runs over",
} as const;

/**
 * The positions along one axis in which anything differs, if they are not all: exactly these, all from the first to the
 * last, and all up to the end. Among those that do not differ, some may hold by chance what an unwritten one holds.
 */
function ofAxis(extent: ImageExtent, axis: "c" | "h" | "w", differing: Uint8Array): Region[] {
  const length = extent[axis];
  const step = extent.step[axis];
  const dead = new Uint8Array(length);
  for (let i = 0; i < differing.length; i++) if (differing[i] === 1) dead[Math.floor(i / step) % length] = 1;
  const [from, to] = [dead.indexOf(1), dead.lastIndexOf(1)];
  const exact = Array.from(dead.keys()).filter((position) => dead[position] === 1);
  if (length < 2) return [];
  const region = (positions: readonly number[], cause: string, bits: number, remark = ""): Region[] => {
    if (positions.length === length) return [];
    const chosen = new Uint8Array(length);
    for (const position of positions) chosen[position] = 1;
    const inside = new Uint8Array(differing.length);
    for (let i = 0; i < inside.length; i++) inside[i] = chosen[Math.floor(i / step) % length]!;
    const ranges = formatRanges([...positions]) ?? String(positions.length);
    const plural = positions.length > 1;
    const text = `${AXES[axis]}${plural ? "s" : ""} ${ranges}${remark}`;
    return [{ cause: `${AXES[axis]}s${cause}`, text, plural, look: LOOKS[axis], bits, inside }];
  };
  const range = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const found = region(range(from, length - 1), "-tail", Math.log2(length));
  if (axis === "c") {
    for (const block of [16, 8, 4]) {
      const start = length - (length % block);
      if (start > from || start === length || start === 0) continue;
      found.push(...region(range(start, length - 1), "-tail", 2, ` (the tail of ${length} mod ${block})`));
    }
    for (const block of [16, 8, 4]) {
      const start = from - (from % block);
      if (start > 0) found.push(...region(range(start, length - 1), "-tail", 3));
    }
  }
  if (to < length - 1) found.push(...region(range(from, to), "", 2 * Math.log2(length)));
  // Any set of single elements is something.
  const elements = differing.length / length;
  if (exact.length < to - from + 1 && elements >= 4) found.push(...region(exact, "", 2 + exact.length));
  return found;
}
