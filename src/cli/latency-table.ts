import type { VectorChip } from "../../kernels-ref/index.js";
import type { NodeCost } from "../espdl/node-costs.js";
import { printable } from "../formats/onnx/printable.js";
import { COSTS } from "../isa/cost/model.js";
import { wrap } from "../presentation/display/wrap.js";
import { type Column, formatTable } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "node", shrinks: true },
  { title: "function", shrinks: true },
  { title: "instructions", align: "right" },
  { title: "MACs", align: "right" },
  { title: "per MAC", align: "right" },
  { title: "ms", align: "right" },
];

/** What ESP-DL puts before every function's name. */
const PREFIX = /^dl_(?:tie728|esp32p4)_/;

/** The latency table before flashing: every node by what its functions executed, the total, and what is not in it. */
export function latencyTable(costs: readonly NodeCost[], chip: VectorChip): string {
  const total = (of: (cost: NodeCost) => number): number => costs.reduce((sum, cost) => sum + of(cost), 0);
  const [instructions, macs, ms] = [total((c) => c.instructions), total((c) => c.macs), total((c) => c.milliseconds)];
  const rows = [
    ...costs.map(row),
    ["total", "", count(instructions), count(macs), ratio(instructions, macs), ms.toFixed(3)],
  ];
  const ran = costs.filter(({ reason }) => reason === undefined);
  const past = costs.filter(({ strayReads }) => strayReads.length > 0).length;
  const notes = [
    `${ran.length} of ${costs.length} nodes executed on the ${chip}'s own functions; the others by the reference.`,
    `Estimated on one core (${COSTS[chip].source}); left out: memory that makes the core wait, the C++ around the functions, nodes in C++.`,
    ...(past === 0 ? [] : [`${past} nodes read beyond their buffers, as ESP-DL's kernels do; --json tells where.`]),
  ];
  return `${formatTable(COLUMNS, rows)}\n\n${notes.map((note) => wrap(note)).join("\n")}`;
}

function row({ node, layer, functions, reason, instructions, macs, milliseconds }: NodeCost): string[] {
  const name = printable(node || layer);
  if (reason !== undefined) return [name, `(${reason})`, "", macs === 0 ? "" : count(macs), "", ""];
  const [first = "", ...more] = functions.map((text) => text.replace(PREFIX, ""));
  const label = more.length > 0 ? `${first} +${more.length}` : first;
  return [
    name,
    label,
    count(instructions),
    macs === 0 ? "" : count(macs),
    ratio(instructions, macs),
    milliseconds.toFixed(3),
  ];
}

const count = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");
const ratio = (instructions: number, macs: number): string => (macs === 0 ? "" : (instructions / macs).toFixed(3));
