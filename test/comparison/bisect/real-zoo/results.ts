import { readFileSync } from "node:fs";

/** What `bisect` said of a fault on the host board, and how it was judged by reading that text alone. */
export interface Result {
  readonly name: string;
  /** The index of the layer that is wrong first, or whose call is. */
  readonly layer: number;
  /** Whether the first cause told is the true one, none is told, or another is claimed. */
  readonly cause: "right" | "nothing" | "wrong";
  readonly exit: number;
  /** As `told` takes it from the report. */
  readonly told: string;
}

const FILES = ["results.jsonl", "results-2.jsonl", "results-3.jsonl"];
const lines = FILES.flatMap((file) =>
  readFileSync(new URL(file, import.meta.url), "utf8")
    .trim()
    .split("\n"),
);

export const RESULTS: ReadonlyMap<string, Result> = new Map(
  lines.map((line) => JSON.parse(line) as Result).map((result) => [result.name, result]),
);
