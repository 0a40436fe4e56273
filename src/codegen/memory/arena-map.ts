import type { Program } from "../../ir/graph/program.js";
import type { MemoryPlan } from "./plan.js";

const WRITTEN = "█";
const READ = "▒";
const KEPT = "░";
const FREE = "·";

/** What the characters of a map mean. */
export const MAP_LEGEND = `${WRITTEN} written  ${READ} read  ${KEPT} kept for later  ${FREE} free`;

/**
 * The arena during each call as a row of `columns` characters, address 0 at the left: layer index → row. A cell shows
 * the busiest of the bytes that it stands for.
 */
export function arenaMap(program: Program, plan: MemoryPlan, columns: number): Map<number, string> {
  const rows = new Map<number, string>();
  for (const layer of program.layers) {
    if (layer.kind !== "call") continue;
    const read = new Set(layer.inputs.map(({ layer: from, output }) => bufferOf(plan, from, output)));
    const written = new Set(layer.types.map((_, output) => bufferOf(plan, layer.index, output)));
    const cells = new Array<string>(columns).fill(FREE);
    const draw = (mark: string, chosen: (buffer: number) => boolean): void => {
      plan.buffers.forEach(({ offset, bytes, first, last }, i) => {
        if (layer.index < first || layer.index > last || !chosen(i)) return;
        const from = Math.floor((offset / plan.arenaBytes) * columns);
        cells.fill(mark, from, Math.max(from + 1, Math.ceil(((offset + bytes) / plan.arenaBytes) * columns)));
      });
    };
    draw(KEPT, () => true);
    draw(READ, (i) => read.has(i));
    draw(WRITTEN, (i) => written.has(i));
    rows.set(layer.index, cells.slice(0, columns).join(""));
  }
  return rows;
}

function bufferOf(plan: MemoryPlan, layer: number, output: number): number | undefined {
  const place = plan.places[layer]?.[output];
  return place?.kind === "arena" ? place.buffer : undefined;
}
