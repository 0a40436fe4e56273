import { fromBytes, toBytes } from "../../../base/tensor/dtype.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { numbers } from "../numbers.js";

const LOOK =
  "the copy of the bytes and its length; a line that loses or repeats bytes; the order of the bytes in a word";
/** Bytes that may be lost or come twice at one place. */
const LARGEST = 64;

/** Bytes that were lost or came twice on the way, and words of another byte order. */
export function transfer(input: DiagnosisInput): Candidate[] {
  const { reference } = input;
  const width = reference.data.BYTES_PER_ELEMENT;
  return [...byteOrder(input, width), ...jumps(input, width)];
}

function byteOrder({ reference }: DiagnosisInput, width: number): Candidate[] {
  if (width === 1) return [];
  const predict = () => {
    const bytes = toBytes(reference.data).slice();
    for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
    return { values: numbers(fromBytes(reference.dtype, bytes)) };
  };
  const text = `the bytes of each ${8 * width}-bit word are in reverse order`;
  return [{ family: "transfer", cause: "byte-order", text, look: LOOK, bits: 3, predict }];
}

/** From the first wrong byte on, everything lies some bytes too early (lost) or too late (doubled). */
function jumps({ reference, board }: DiagnosisInput, width: number): Candidate[] {
  const [right, found] = [toBytes(reference.data), toBytes(board.data)];
  const first = right.findIndex((byte, i) => byte !== found[i]);
  const by = jumpAt(right, found, first);
  // What lies elsewhere as a whole is a matter of the output's address: see `outputOrder`.
  if (by === undefined || jumpAt(right, found, 0) === by) return [];
  const predict = () => {
    const bytes = right.slice();
    const unknown = new Uint8Array(reference.size);
    for (let i = first; i < bytes.length; i++) {
      bytes[i] = right[i + by] ?? 0;
      if (right[i + by] === undefined) unknown[Math.floor(i / width)] = 1;
    }
    return { values: numbers(fromBytes(reference.dtype, bytes)), unknown };
  };
  const count = `${Math.abs(by)} byte${Math.abs(by) > 1 ? "s" : ""}`;
  const text = `${count} ${by > 0 ? "lost" : "sent twice"} at byte ${first}: all that follows lies too ${by > 0 ? "early" : "late"}`;
  const bits = 2 + Math.log2(right.length) + Math.log2(2 * LARGEST);
  return [
    { family: "transfer", cause: `${by > 0 ? "lost" : "doubled"}-${Math.abs(by)}`, text, look: LOOK, bits, predict },
  ];
}

/** The smallest jump that makes (nearly) all bytes from `first` on right. */
function jumpAt(right: Uint8Array, found: Uint8Array, first: number): number | undefined {
  for (let size = 1; size <= LARGEST; size++) {
    for (const by of [size, -size]) {
      let [wrong, count] = [0, 0];
      for (let i = first; i < right.length && wrong <= 0.005 * right.length; i++) {
        if (right[i + by] === undefined) continue;
        count++;
        if (right[i + by] !== found[i]) wrong++;
      }
      if (count > size && wrong <= 0.005 * count) return by;
    }
  }
  return undefined;
}
