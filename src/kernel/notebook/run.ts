import { dirname, resolve } from "node:path";
import { UserError } from "../../base/errors.js";
import { KernelClient } from "../client/client.js";
import { startKernel } from "../client/kernel-process.js";
import { KERNEL_NAME, kernelSpec } from "../launch.js";
import { joinText, type Notebook, readNotebook } from "./format.js";
import { Outputs } from "./outputs.js";

/** How one cell of a notebook ended. */
export interface CellReport {
  /** Counted from 1, among all cells. */
  readonly index: number;
  readonly count: number;
  readonly milliseconds: number;
  /** `NAME: message` of the error that it ended with. */
  readonly error?: string;
}

/** A notebook that was run: its cells hold the new outputs. */
export interface NotebookRun {
  readonly notebook: Notebook;
  /** The cell that failed; those behind it were not run. */
  readonly failed?: CellReport;
}

/**
 * Runs the code cells of a notebook in order in a kernel of its own, in the notebook's folder, and stops at the first
 * that fails. A cell tagged `raises-exception` may fail.
 * @param onCell told of each cell when it is done
 * @throws UserError when the file is no notebook for this kernel, or the kernel ends
 */
export async function runNotebook(path: string, onCell: (report: CellReport) => void = () => {}): Promise<NotebookRun> {
  const notebook = readNotebook(path);
  checkKernel(path, notebook);
  const kernel = await startKernel(dirname(resolve(path)));
  const client = new KernelClient(kernel.connection);
  void kernel.ended.then((code) => client.close(`${path}: the kernel ended (exit code ${code}); run the cells again`));
  try {
    const { content } = await client.ready();
    const failed = await runCells(notebook, client, onCell);
    await client.request("control", "shutdown_request", { restart: false });
    await Promise.race([kernel.ended, new Promise((done) => setTimeout(done, 2000))]);
    const { display_name, language } = kernelSpec();
    const kernelspec = { display_name, language, name: KERNEL_NAME };
    const metadata = { ...notebook.metadata, kernelspec, language_info: content.language_info };
    return { notebook: { ...notebook, metadata }, ...(failed === undefined ? {} : { failed }) };
  } catch (error) {
    throw kernel.child.exitCode === null ? error : new UserError((error as Error).message);
  } finally {
    client.close();
    kernel.dispose();
  }
}

async function runCells(
  notebook: Notebook,
  client: KernelClient,
  onCell: (report: CellReport) => void,
): Promise<CellReport | undefined> {
  const outputs = new Outputs();
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  for (const cell of code) {
    cell.outputs = [];
    cell.execution_count = null;
  }
  for (const cell of code) {
    const source = joinText(cell.source);
    cell.outputs = outputs.open();
    if (source.trim() === "") continue;
    const start = performance.now();
    const { reply } = await client.execute(source, {}, (message) => outputs.add(message));
    const { status, execution_count, ename, evalue } = reply.content;
    cell.execution_count = execution_count as number;
    const index = notebook.cells.indexOf(cell) + 1;
    const milliseconds = performance.now() - start;
    const done = { index, count: execution_count as number, milliseconds };
    const report = status === "ok" ? done : { ...done, error: `${ename}: ${evalue}` };
    onCell(report);
    if (status !== "ok" && cell.metadata.tags?.includes("raises-exception") !== true) return report;
  }
  return undefined;
}

function checkKernel(path: string, { metadata }: Notebook): void {
  const name = (metadata.kernelspec as { name?: string } | undefined)?.name ?? KERNEL_NAME;
  const language = (metadata.kernelspec as { language?: string } | undefined)?.language ?? "typescript";
  if (name !== KERNEL_NAME && language !== "typescript")
    throw new UserError(`${path}: it is written for the kernel ${name}; choose ${KERNEL_NAME} in it and save`);
}
