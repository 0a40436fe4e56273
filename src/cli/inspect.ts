import { basename } from "node:path";
import { Command } from "commander";
import { writeFileAtomically } from "../base/files/write-file.js";
import { parseChip } from "../espdl/chip.js";
import { inspectEspdl } from "../espdl/inspect/inspect.js";
import { inspectPage } from "../espdl/inspect/page.js";
import { printable } from "../formats/onnx/printable.js";
import { counted } from "../presentation/figures/text.js";
import { type EspdlOptions, readEspdlFile } from "./espdl-file.js";
import { withEspdlOptions } from "./espdl-options.js";
import { inspectText } from "./inspect-report.js";
import { print, printJson } from "./output.js";
import { checkOutputFile } from "./output-file.js";

interface Options extends EspdlOptions {
  readonly html?: string;
  readonly json?: true;
}

export function inspectCommand(): Command {
  const command = new Command("inspect").argument("<model.espdl>");
  return withEspdlOptions(command)
    .option("--html <file>", "write a page with the graph drawn; it needs no network")
    .option("--json", "print everything as JSON")
    .addHelpText("after", "\nwork: multiply-accumulates; of a pool, elements it reads; else elements it makes.")
    .addHelpText("after", "live bytes: activations that memory must hold at once while the node runs.")
    .addHelpText("after", "\nExample:\n  espdl-lab inspect model.espdl --html model.html")
    .action(run);
}

function run(path: string, options: Options): void {
  if (options.html !== undefined) checkOutputFile("--html", options.html, [path]);
  const model = readEspdlFile(path, options);
  const chip = options.target_chip === undefined ? undefined : parseChip(options.target_chip);
  const inspection = inspectEspdl(model, chip);
  const head = `${printable(path)} · ${counted(inspection.nodes.length, "node")}`;
  if (options.html !== undefined) writeFileAtomically(options.html, inspectPage(printable(basename(path)), inspection));
  if (options.json) printJson(inspection);
  else print(inspectText(head, inspection));
}
