import type { VectorChip } from "../../kernels-ref/index.js";
import { COSTS } from "../isa/cost/model.js";
import { wrap } from "../presentation/display/wrap.js";
import { type Column, formatNumber, formatTable } from "./table.js";

/** What `isa run --json` prints. */
export interface IsaRun {
  readonly file: string;
  readonly chip: VectorChip;
  readonly function: string;
  /** The result register when the function returned. */
  readonly result: number;
  readonly instructions: number;
  readonly cycles: number;
  readonly milliseconds: number;
  readonly functions: readonly { readonly function: string; readonly executed: number }[];
  readonly lines: readonly { readonly place: string; readonly text: string; readonly executed: number }[];
  readonly buffers: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly data: readonly number[];
  }[];
  readonly strayReads: readonly { readonly place: string; readonly near: string; readonly count: number }[];
}

const LINES: readonly Column[] = [
  { title: "executed", align: "right" },
  { title: "share", align: "right" },
  { title: "line", shrinks: true },
  { title: "instruction", shrinks: true },
];
/** Lines and elements that are shown. */
const SHOWN = 12;
const ELEMENTS = 16;

/** What was executed, and what it wrote, as text of at most 100 columns. */
export function isaText(run: IsaRun): string {
  const { chip, instructions, cycles, milliseconds, result, functions, lines, buffers, strayReads } = run;
  const rows = lines
    .slice(0, SHOWN)
    .map(({ executed, place, text }) => [
      String(executed),
      `${((100 * executed) / instructions).toFixed(1)} %`,
      place,
      text,
    ]);
  const more = lines.length > SHOWN ? `\n… ${lines.length - SHOWN} lines more; --json has all` : "";
  return [
    `${run.function} on ${chip}: returned ${result} after ${instructions} instructions`,
    wrap(`about ${cycles} cycles, ${milliseconds.toFixed(4)} ms (estimated; ${COSTS[chip].source})`),
    ...(functions.length > 1 ? functions.map(({ function: name, executed }) => `  ${name}: ${executed}`) : []),
    "",
    formatTable(LINES, rows) + more,
    ...(buffers.length > 0 ? [""] : []),
    ...buffers.map(({ name, dtype, shape, data }) => {
      const values = data.slice(0, ELEMENTS).map((value) => formatNumber(value));
      return wrap(`${name} ${dtype}[${shape.join(", ")}]: ${values.join(" ")}${data.length > ELEMENTS ? " …" : ""}`);
    }),
    ...strayReads.map(({ place, near, count }) =>
      wrap(`read outside every buffer, ${count} times: ${place} at ${near}`),
    ),
  ].join("\n");
}
