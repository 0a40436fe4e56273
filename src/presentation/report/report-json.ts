import type { Bisection } from "../../comparison/bisect/bisection.js";
import type { TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { ReportInput, RunSummary } from "./input.js";

/** What the page shows beside the comparison and the causes. */
interface Measured {
  readonly run?: RunSummary;
  readonly memory?: MemoryJson;
}

/** Sizes in bytes. */
interface MemoryJson {
  readonly arenaBytes: number;
  /** No plan for the same calls needs less. */
  readonly lowerBound: number;
  readonly weightBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Pieces of the arena: where, and from which layer to which they are needed. */
  readonly buffers: readonly BufferJson[];
}

interface BufferJson {
  /** The layer that writes it first. */
  readonly id: string;
  readonly offset: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** What `diff --json` prints: the comparison and, where it is known what ran, the causes. Schema: `schemas/results.schema.json`. */
export interface DiffJson extends TraceDiff, Measured {
  readonly bisection?: Bisection;
}

/** What `bisect --json` prints: what the search found, and every layer. Schema: `schemas/results.schema.json`. */
export interface BisectJson extends Bisection, Measured {
  readonly comparison: TraceDiff;
}

/** The content of the page, the pictures' single elements aside, as data. */
export function diffJson(input: ReportInput): DiffJson {
  const { diff, bisection } = input;
  return { ...diff, ...(bisection && { bisection }), ...measured(input) };
}

/** @param found the `bisection` of `input` */
export function bisectJson(found: Bisection, input: ReportInput): BisectJson {
  return { ...found, comparison: input.diff, ...measured(input) };
}

function measured({ run, memory }: ReportInput): Measured {
  return { ...(run && { run }), ...(memory && { memory: memoryJson(memory) }) };
}

function memoryJson({ plan, names }: NonNullable<ReportInput["memory"]>): MemoryJson {
  const { arenaBytes, lowerBound, weightBytes, inputBytes, outputBytes } = plan;
  const buffers = plan.buffers.map(({ first, last, offset, bytes }) => ({
    id: names[first]!,
    offset,
    bytes,
    first,
    last,
  }));
  return { arenaBytes, lowerBound, weightBytes, inputBytes, outputBytes, buffers };
}
