import type { Bisection, Origin } from "../../../../src/comparison/bisect/bisection.js";

/** What must be found of one fault. */
export interface Expected {
  /** As the table of the score names it. */
  readonly family: string;
  readonly fault: string;
  readonly model: string;
  /** Trace ids of what the faulty call makes. */
  readonly ids: readonly string[];
  readonly origin: Origin;
  /** What the first hypothesis must begin with, one of these; absent: no cause may be claimed. */
  readonly causes?: readonly string[];
}

interface Row {
  faults: number;
  first: number;
  origin: number;
  known: number;
  cause: number;
  unknown: number;
  silent: number;
}

/** Counts over a zoo of faults. */
export class Score {
  readonly models = new Set<string>();
  private readonly rows = new Map<string, Row>();

  /** Judges a run; what is not as it must be is told. */
  add(found: Bisection, expected: Expected): void {
    const { family, fault, model, ids, origin, causes } = expected;
    const row = this.rows.get(family) ?? { faults: 0, first: 0, origin: 0, known: 0, cause: 0, unknown: 0, silent: 0 };
    this.rows.set(family, row);
    this.models.add(model);
    const tell = (text: string): void => void process.stdout.write(`${model} ${ids[0]}: ${family} ${fault} ${text}\n`);
    row.faults++;
    if (found.first !== undefined && ids.includes(found.first)) row.first++;
    else tell(`was first seen in ${found.first}`);
    const culprits = found.layers.filter((layer) => layer.origin !== "inherited");
    if (culprits.length > 0 && culprits.every((layer) => ids.includes(layer.diff.id) && layer.origin === origin))
      row.origin++;
    else tell(`has culprits ${culprits.map((layer) => `${layer.diff.id} ${layer.origin}`).join(", ")}`);
    // The entry point makes calls that are right: there is no layer to diagnose.
    if (origin === "entry") return;
    const [first] = culprits.find(({ diff }) => ids.includes(diff.id))?.diagnosis?.hypotheses ?? [];
    const named = first && `${first.family}/${first.cause}`;
    // What was read off and holds in every run of the layer is no guess at an unknown fault.
    const claimed = causes === undefined && first?.readOff ? undefined : named;
    if (causes === undefined) {
      row.unknown++;
      if (claimed === undefined) row.silent++;
      else tell(`was taken for ${claimed}`);
    } else {
      row.known++;
      if (causes.some((cause) => claimed?.startsWith(cause))) row.cause++;
      else tell(`was taken for ${claimed ?? "nothing"}`);
    }
  }

  get total(): Row {
    const sum: Row = { faults: 0, first: 0, origin: 0, known: 0, cause: 0, unknown: 0, silent: 0 };
    for (const row of this.rows.values()) for (const key of Object.keys(sum) as (keyof Row)[]) sum[key] += row[key];
    return sum;
  }

  /** The table, one line a family, and the totals. */
  toString(): string {
    const of = (part: number, whole: number): string => (whole === 0 ? "–" : `${part}/${whole}`).padStart(12);
    const line = (name: string, row: Row): string =>
      `${name.padEnd(16)}${String(row.faults).padStart(8)}${of(row.first, row.faults)}${of(row.origin, row.faults)}` +
      `${of(row.cause, row.known)}${of(row.silent, row.unknown)}`;
    const head = `${"family".padEnd(16)}${["faults", "first layer", "origin", "cause first", "silent"].map((title, i) => title.padStart(i === 0 ? 8 : 12)).join("")}`;
    return [head, ...[...this.rows].map(([name, row]) => line(name, row)), line("all", this.total)].join("\n");
  }
}
