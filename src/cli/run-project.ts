import { Command } from "commander";
import { readInputs } from "../boards/capture/project-inputs.js";
import { readLayers } from "../boards/capture/read-layers.js";
import { type BoardRun, runOnBoard } from "../boards/capture/run-on-board.js";
import { runStatistics } from "../boards/capture/run-statistics.js";
import { wrap } from "../presentation/display/wrap.js";
import { formatCost, formatCount } from "../presentation/figures/text.js";
import { addBoardOptions, type BoardOptions } from "./board-options.js";
import { print, printJson } from "./output.js";
import { startBoardShown } from "./start-board.js";
import { type Column, formatNumber, formatShare, formatTable } from "./table.js";

interface Options extends BoardOptions {
  readonly input?: string;
  readonly json?: true;
}

export function runCommand(): Command {
  return addBoardOptions(new Command("run"))
    .option("--input <x.npy>", "another input than the exported one; a .npz keyed by input name for several")
    .option("--json", "print the outputs and costs as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab run --project out/new_project --board qemu-esp32c3")
    .action(run);
}

async function run({ project, board, input, json }: Options): Promise<void> {
  const described = readLayers(project);
  const inputs = readInputs(project, described, input);
  const { link } = await startBoardShown(project, board);
  try {
    const { outputs, ...run } = await runOnBoard(link, described, inputs);
    const values = [...outputs].map(([id, { dtype, shape, data }]) => ({
      ...{ id, dtype, shape },
      values: Array.from(data as ArrayLike<number | bigint>, Number),
    }));
    if (json) {
      const { costs, totals, unit, stack } = run;
      const layers = costs.map(({ id, cost, macs = 0 }) => ({ id, cost, macs }));
      return printJson({ board, outputs: values, costs: costs.map(({ cost }) => cost), totals, unit, stack, layers });
    }
    for (const { id, dtype, shape, values: numbers } of values) {
      const shown = numbers.slice(0, 10).map((value) => formatNumber(value));
      print(`${id} ${dtype}[${shape.join(",")}]`);
      print(`${wrap(`${shown.join(" ")}${numbers.length > 10 ? " …" : ""}`, "  ")}\n`);
    }
    print(`${costTable(run)}\n`);
    if (run.totals.length > 1) print(wrap(`runs: ${runsText(run)}`));
    print(`stack: ${run.stack.used} of ${run.stack.size} bytes`);
  } finally {
    await link.close();
  }
}

function costTable({ costs, unit }: Pick<BoardRun, "costs" | "unit">): string {
  const total = { id: "all", cost: sum(costs.map(({ cost }) => cost)), macs: sum(costs.map(({ macs = 0 }) => macs)) };
  const micro = unit === "nanoseconds";
  const rows = [...costs, total].map(({ id, cost, macs = 0 }) => [
    id,
    micro ? (cost / 1000).toFixed(1) : formatCount(cost),
    id !== total.id && total.cost > 0 ? formatShare(cost / total.cost) : "",
    macs > 0 ? formatCount(macs) : "",
    macs > 0 ? formatNumber(cost / macs, 3) : "",
  ]);
  const columns: Column[] = [
    { title: "layer", most: 60, shrinks: true },
    { title: micro ? "µs" : "instructions", align: "right" },
    { title: "share", align: "right" },
    { title: "MACs", align: "right" },
    { title: micro ? "ns/MAC" : "instr./MAC", align: "right" },
  ];
  return formatTable(columns, rows);
}

function runsText({ totals, unit }: Pick<BoardRun, "totals" | "unit">): string {
  const { median, min, max } = runStatistics(totals);
  const [middle, least, most] = [median, min, max].map((cost) => formatCost(cost, unit));
  return `${totals.length} after warming up, the table is their median · median ${middle}, min ${least}, max ${most}`;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
