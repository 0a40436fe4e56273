import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { formatNotebook } from "../kernel/notebook/format.js";
import { openJupyter } from "../kernel/notebook/jupyter.js";
import type { CellReport } from "../kernel/notebook/run.js";
import { counted } from "../presentation/figures/text.js";
import { ExitCode } from "./exit-code.js";
import { print, printJson } from "./output.js";
import { checkOutputFile } from "./output-file.js";

export function notebookCommand(): Command {
  const run = new Command("run")
    .description("run a notebook with Node alone and write its outputs")
    .argument("<notebook.ipynb>", "notebook for the kernel espdl-lab")
    .option("--out <notebook.ipynb>", "where the notebook with its outputs goes (default: where it was)")
    .option("--json", "print the report of the cells as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab notebook run lesson.ipynb --out done.ipynb")
    .action(runOne);
  return new Command("notebook")
    .argument("[folder]", "folder or notebook to open (default: the lessons)")
    .argument("[args...]", "behind --: arguments for jupyter lab")
    .addHelpText(
      "after",
      "\nExamples:\n  espdl-lab notebook\n  espdl-lab notebook lessons -- --no-browser\n  espdl-lab notebook run lesson.ipynb",
    )
    .action(async (folder: string | undefined, args: string[]) => {
      const all = folder?.startsWith("-") ? [folder, ...args] : args;
      const code = await openJupyter(all === args ? folder : undefined, all, print);
      if (code !== 0) throw new ExitCode(2);
    })
    .addCommand(run);
}

async function runOne(path: string, options: { out?: string; json?: true }): Promise<void> {
  const out = options.out ?? path;
  if (out !== path) checkOutputFile("--out", out, [path]);
  // zeromq is loaded only by those who run a kernel.
  const { runNotebook } = await import("../kernel/notebook/run.js");
  const cells: CellReport[] = [];
  const { notebook, failed } = await runNotebook(path, (report) => {
    cells.push(report);
    if (options.json) return;
    const time = `${(report.milliseconds / 1000).toFixed(1)} s`;
    print(`cell ${report.index}  [${report.count}]  ${time}${report.error === undefined ? "" : "  failed"}`);
  });
  writeFileAtomically(out, formatNotebook(notebook));
  if (options.json) printJson({ notebook: out, cells });
  if (failed !== undefined) throw new UserError(`${path}: cell ${failed.index} [${failed.count}]: ${failed.error}`);
  if (!options.json) print(`${counted(cells.length, "cell")} ran; outputs in ${out}`);
}
