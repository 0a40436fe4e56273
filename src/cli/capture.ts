import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { CaptureCut, captureTrace } from "../boards/capture/capture-trace.js";
import { readInputs } from "../boards/capture/project-inputs.js";
import { readLayers } from "../boards/capture/read-layers.js";
import { writeTrace } from "../formats/trace/write.js";
import { addBoardOptions, type BoardOptions } from "./board-options.js";
import { layerTable } from "./layer-table.js";
import { madeText } from "./made-text.js";
import { print, printJson } from "./output.js";
import { progressBar } from "./progress.js";
import { startBoardShown } from "./start-board.js";
import { tellLongTransfer } from "./tell-long.js";

interface Options extends BoardOptions {
  readonly out: string;
  readonly input?: string;
  readonly layers?: string;
  readonly json?: true;
}

export function captureCommand(): Command {
  return addBoardOptions(new Command("capture"))
    .requiredOption("--out <folder>", "where to write the trace")
    .option("--input <x.npy>", "another input than the exported one; a .npz keyed by input name for several")
    .option("--layers <ids>", "only these layers, separated by commas")
    .option("--json", "print the layers as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab capture --project out/new_project --board wasm --out board_trace")
    .action(run);
}

async function run({ project, board, out, input, layers: wanted, json }: Options): Promise<void> {
  const described = readLayers(project);
  const inputs = readInputs(project, described, input);
  const asked = described.filter(({ id }) => wanted === undefined || wanted.split(",").includes(id));
  tellLongTransfer(asked, board);
  const { link } = await startBoardShown(project, board);
  const bar = progressBar("capture", described.length);
  try {
    const layers = wanted?.split(",");
    const trace = await captureTrace(link, described, inputs, { onLayer: bar.update, ...(layers && { layers }) }).catch(
      (error: unknown) => {
        if (error instanceof CaptureCut) throw kept(out, error);
        throw error;
      },
    );
    writeTrace(out, trace);
    bar.stop();
    if (json) {
      const shown = trace.layers.map(({ tensor, ...layer }) => ({
        ...layer,
        dtype: tensor.dtype,
        shape: tensor.shape,
      }));
      return printJson({ trace: out, board, layers: shown });
    }
    print(layerTable(trace));
    print(`\n${out}: ${madeText(trace)} from ${board}`);
  } finally {
    bar.stop();
    await link.close();
  }
}

/** Writes what came before a board failed. */
function kept(out: string, { trace, message }: CaptureCut): UserError {
  writeTrace(out, trace);
  const last = trace.layers.at(-1)!;
  return new UserError(
    `${message}; the last tensor that came is that of layer ${last.index} (${last.name}); ${madeText(trace)} are kept in ${out}`,
  );
}
