import { arenaMap, MAP_LEGEND } from "../codegen/memory/arena-map.js";
import { MAIN_STACK } from "../codegen/memory/chip.js";
import type { Fit } from "../codegen/memory/fits.js";
import type { MemoryPlan } from "../codegen/memory/plan.js";
import { printable } from "../formats/onnx/printable.js";
import type { Layer, Program } from "../ir/graph/program.js";
import { SCREEN } from "../presentation/display/wrap.js";
import { type Column, formatTable, shorten } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", most: 24 },
  { title: "type", most: 18 },
  { title: "live bytes", align: "right" },
  { title: "arena" },
];
/** What the other columns leave. */
const MAP_COLUMNS = Math.min(36, Math.max(12, SCREEN - 60));
/** Layers to blame that are told by name. */
const NAMED = 3;

const PREFIX = "tvmgen_default_";

/** The calls with the bytes that are live while they run and a picture of the arena, at most 100 columns wide. */
export function memoryTable(program: Program, plan: MemoryPlan): string {
  const map = arenaMap(program, plan, MAP_COLUMNS);
  const most = plan.live.reduce((a, b) => Math.max(a, b), 0);
  const rows = program.layers
    .filter(({ kind }) => kind === "call")
    .map((layer) => {
      const live = plan.live[layer.index] as number;
      return [
        String(layer.index),
        layer.name.replace(PREFIX, ""),
        typeText(layer),
        `${bytesText(live)}${live === most ? " ◄" : "  "}`,
        map.get(layer.index) as string,
      ];
    });
  return `${formatTable(COLUMNS, rows)}\n${MAP_LEGEND}  ◄ fullest`;
}

/** One line for the arena, one for each thing outside of it. */
export function memorySummary(plan: MemoryPlan): string {
  const above = plan.lowerBound === 0 ? 0 : (plan.arenaBytes / plan.lowerBound - 1) * 100;
  return [
    `arena    ${bytesText(plan.arenaBytes)} bytes, ${plan.buffers.length} buffers (lower bound ${bytesText(plan.lowerBound)}, ${above.toFixed(1)} % above)`,
    `weights  ${bytesText(plan.weightBytes)} bytes in flash`,
    `caller   ${bytesText(plan.inputBytes)} bytes of inputs, ${bytesText(plan.outputBytes)} of outputs`,
    `link     ${bytesText(plan.linkBytes)} bytes: its own inputs and outputs, frames, a time for each call`,
    `stack    ${bytesText(MAIN_STACK)} bytes of the main task, kept free for it with ESP-IDF's own RAM`,
  ].join("\n");
}

/** Whether a chip has room: what each memory needs and of what that consists, and the layers to blame where it has not. */
export function fitText(fit: Fit, program: Program): string {
  const named = fit.blame.slice(0, NAMED).map(({ layer, bytes }) => {
    const { name, onnx } = program.layers[layer] as Layer;
    return `  ${bytesText(bytes)} bytes at ${shorten(name, 40)}${onnx.length > 0 ? ` (${shorten(printable(onnx.at(-1)!), 28)})` : ""}`;
  });
  const more = fit.blame.length - NAMED;
  return [fitLines(fit), ...named, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}

/** The same without the layers. */
export function fitLines({ chip, fits, ram, psram, flash, link }: Fit): string {
  const budgets = [["RAM", ram] as const, ...(psram ? [["PSRAM", psram] as const] : []), ["flash", flash] as const];
  const needs = budgets.map(([name, { needed, available }]) => {
    return `${name} ${bytesText(needed)} of ${bytesText(available)}`;
  });
  const sums = budgets.map(([name, { needed, available, parts }]) => {
    const excess = needed > available ? `, ${bytesText(needed - available)} too many` : "";
    return `  ${name.padEnd(5)} ${bytesText(needed)} = ${parts.map((part) => `${part.name} ${bytesText(part.bytes)}`).join(" + ")}${excess}`;
  });
  const without = link ? [] : ["  without the debug link, for which there is no room"];
  return [`${chip}: ${fits ? "fits" : "DOES NOT FIT"} · ${needs.join(" · ")}`, ...sums, ...without].join("\n");
}

function typeText({ types }: Layer): string {
  return types
    .map(({ dtype, shape }) => `${dtype.replace("float", "f").replace("int", "i")}[${shape.join()}]`)
    .join(" ");
}

const bytesText = (bytes: number): string => bytes.toLocaleString("en-US");
