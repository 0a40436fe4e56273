import { Command } from "commander";
import { capture, type Link, runModel, type Stats } from "../board/index.js";
import { type LayerDescription, readLayers } from "../capture/layers-file.js";
import { fromBytes, toBytes } from "../tensor/dtype.js";
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
    const feeds = new Map([...inputs].map(([name, tensor]) => [name, toBytes(tensor.data)]));
    await measure(link, feeds);
    const made = await runModel(link, feeds);
    const outputs = made.map(({ id, bytes }) => {
      const { dtype, shape } = described.find((layer) => layer.id === id) as LayerDescription;
      return { id, dtype, shape, values: Array.from(fromBytes(dtype, bytes) as ArrayLike<number | bigint>, Number) };
    });
    const stats = await link.stats();
    if (json) return printJson({ board, outputs, ...stats, layers: costsByLayer(link, stats) });
    for (const { id, dtype, shape, values } of outputs) {
      print(`${id} ${dtype}[${shape.join(",")}]`);
      print(
        `  ${values
          .slice(0, 10)
          .map((value) => formatNumber(value))
          .join(" ")}${values.length > 10 ? " …" : ""}\n`,
      );
    }
    print(costTable(link, stats));
    print(`\nstack: ${stats.stack.used} of ${stats.stack.size} bytes`);
  } finally {
    await link.close();
  }
}

/** Runs call by call, which is what the board measures; the application's entry point runs them as one. */
async function measure(link: Link, feeds: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for await (const { id } of capture(link, feeds, [])) throw new Error(`${id} was not asked for`);
}

function costsByLayer(link: Link, { costs }: Stats): { id: string; cost: number }[] {
  const { calls, tensors } = link.description;
  return costs.map((cost, call) => ({ id: tensors[calls[call]!.outputs[0]!]!.id, cost }));
}

function costTable(link: Link, stats: Stats): string {
  const layers = costsByLayer(link, stats);
  const total = layers.reduce((sum, { cost }) => sum + cost, 0);
  const micro = stats.unit === "nanoseconds";
  const shown = (cost: number): string => (micro ? (cost / 1000).toFixed(1) : String(cost));
  const rows = layers.map(({ id, cost }) => [
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
