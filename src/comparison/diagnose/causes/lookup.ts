import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { tableOf } from "../table-of.js";

/** A table of 256 entries that is read at another index, or not at all. */
export function lookup(input: DiagnosisInput): Candidate[] {
  const [source] = input.inputs;
  const table = tableOf(input);
  if (table === undefined || source?.tensor.dtype !== "int8") return [];
  const others = input.others.filter(({ table }) => table !== undefined);
  const x = source.tensor.data as Int8Array;
  const candidate = (cause: string, text: string, bits: number, value: (x: number) => number): Candidate => ({
    family: "lookup",
    cause,
    text,
    look: "the index into the table: x + 128 for an int8 x, and the table's address",
    bits,
    predict: () => ({ values: x.map(value) }),
  });
  return [
    ...others.map(({ id, table: other }) =>
      candidate(
        `of ${id}`,
        `the table is that of ${id}`,
        3 + Math.log2(others.length),
        (value) => other![value + 128]!,
      ),
    ),
    candidate("identity", "the table is not applied: the input is copied", 2, (value) => value),
    candidate(
      "unsigned",
      "the table is indexed with the byte as unsigned, without + 128",
      3,
      (value) => table[value & 255]!,
    ),
    candidate(
      "no-offset",
      "the table is indexed with x instead of x + 128, negative x clipped to 0",
      5,
      (value) => table[Math.max(value, 0)]!,
    ),
    candidate("reversed", "the table is read from its end", 5, (value) => table[127 - value]!),
    ...[1, -1, 2, -2, 4, -4, 127, 129].map((by) =>
      candidate(
        `offset${by > 0 ? "+" : ""}${by}`,
        `the table is read ${Math.abs(by)} entries too ${by > 0 ? "far" : "early"}`,
        4,
        (value) => table[(value + 128 + by) & 255]!,
      ),
    ),
    candidate("relu-missing", "entries of negative inputs are not clipped by the relu", 4, (value) =>
      value < 0 && table[value + 128] === 0 ? value : table[value + 128]!,
    ),
    candidate("relu-extra", "a relu that the model does not have", 3, (value) => Math.max(table[value + 128]!, 0)),
  ];
}
