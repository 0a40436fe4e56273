import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../../src/cli/run.js";
import { goldenCase } from "../../../golden/cases.js";
import { applyEdit } from "./edit.js";
import type { Fault } from "./fault.js";

export interface Observed {
  readonly exit: number;
  /** What `bisect` printed, without the lines that tell which files were changed: they would give any edit away. */
  readonly said: string;
}

/** Exported projects, one a model, and a folder for the one that is changed. */
export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), "espdl-zoo-"));
  readonly #exported = new Set<string>();

  /** Makes a fault in a copy of the exported project, and asks `bisect` what is wrong with it. */
  async observe({ model, edits }: Pick<Fault, "model" | "edits">, board = "host"): Promise<Observed> {
    const golden = goldenCase(model);
    const [exported, project] = [join(this.#folder, model), join(this.#folder, "project")];
    if (!this.#exported.has(model)) {
      const input = golden.path("input.npy");
      const chip = ["--target_chip", "esp32s3", "--img_path", input, "--out_path", exported];
      const { exit, said } = await printed(["export", "--model_path", golden.path("quant.onnx"), ...chip]);
      if (exit !== 0) throw new Error(said);
      this.#exported.add(model);
    }
    rmSync(project, { recursive: true, force: true });
    cpSync(join(exported, "new_project"), project, { recursive: true });
    for (const edit of edits) applyEdit(project, edit);
    return printed(["bisect", "--model_path", golden.path("quant.onnx"), "--project", project, "--board", board]);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** The exit code of a command line and what it wrote on both streams. */
async function printed(args: readonly string[]): Promise<Observed> {
  const streams = [process.stdout, process.stderr];
  const written = streams.map((stream) => stream.write);
  let said = "";
  for (const stream of streams)
    stream.write = (chunk: Uint8Array | string) => {
      said += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      return true;
    };
  try {
    const exit = await run(args);
    // The numbers of its lines may fill another line.
    return { exit, said: said.replace(/^.* was changed since export.*\n([\d–, ]+\n)?/gm, "").trimEnd() };
  } finally {
    streams.forEach((stream, i) => {
      stream.write = written[i]!;
    });
  }
}
