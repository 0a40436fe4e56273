import { Command } from "commander";
import { readLayers } from "../capture/layers-file.js";
import { type BoardRun, runOnBoard } from "../capture/run-on-board.js";
import { addBoardOptions, type BoardOptions, readInputs } from "./board-options.js";
import { print, printJson } from "./output.js";
import { startBoardShown } from "./start-board.js";
import { formatNumber, formatTable, shorten } from "./table.js";

interface Options extends BoardOptions {
  readonly input?: string;
  readonly json?: true;
}

export function runCommand(): Command {
  return addBoardOptions(new Command("run").description("run a project on a board: outputs, cost of each layer, stack"))
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
      const { costs, unit, stack } = run;
      const layers = costs.map(({ id, cost }) => ({ id, cost }));
      return printJson({ board, outputs: values, costs: costs.map(({ cost }) => cost), unit, stack, layers });
    }
    for (const { id, dtype, shape, values: numbers } of values) {
      const shown = numbers.slice(0, 10).map((value) => formatNumber(value));
      print(`${id} ${dtype}[${shape.join(",")}]`);
      print(`  ${shown.join(" ")}${numbers.length > 10 ? " …" : ""}\n`);
    }
    print(costTable(run));
    print(`\nstack: ${run.stack.used} of ${run.stack.size} bytes`);
  } finally {
    await link.close();
  }
}

function costTable({ costs, unit }: Pick<BoardRun, "costs" | "unit">): string {
  const total = costs.reduce((sum, { cost }) => sum + cost, 0);
  const micro = unit === "nanoseconds";
  const shown = (cost: number): string => (micro ? (cost / 1000).toFixed(1) : String(cost));
  const rows = costs.map(({ id, cost }) => [
    shorten(id, 60),
    shown(cost),
    total > 0 ? `${((100 * cost) / total).toFixed(1)} %` : "",
  ]);
  const columns = [
    { title: "layer" },
    { title: micro ? "µs" : "instructions", align: "right" as const },
    { title: "share", align: "right" as const },
  ];
  return formatTable(columns, [...rows, ["all", shown(total), ""]]);
}
