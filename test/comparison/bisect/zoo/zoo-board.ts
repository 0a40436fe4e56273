import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { boardByName, Link, readFirmware } from "../../../../src/boards/board/index.js";
import { exportProject } from "../../../../src/codegen/project/export-project.js";
import { type BisectOptions, bisect } from "../../../../src/comparison/bisect/bisect.js";
import type { Bisection } from "../../../../src/comparison/bisect/bisection.js";
import { linkSuspect } from "../../../../src/comparison/bisect/link-suspect.js";
import { parseModel } from "../../../../src/formats/onnx/parse.js";
import { goldenCase } from "../../../golden/cases.js";
import { type Subject, subject } from "../../diagnose/subjects.js";
import { feedsOf } from "../simulated-suspect.js";
import { type BoardCall, boardCalls, type PlanFault, SWITCH, switchable, tensorIndex } from "./board-model.js";
import { faultyEntry } from "./entry.js";
import { chosen, KERNEL_FAMILIES } from "./kernels.js";

/** What is known of a model's C before faults of its plan are made up. */
export interface ZooModel {
  readonly subject: Subject;
  readonly calls: readonly BoardCall[];
  /** espdl_model.c, as it was exported. */
  readonly text: string;
  /** Whether the entry point's own calls have a fault to be switched on. */
  readonly hasEntryFault: boolean;
}

/** A model with every fault in its C, running on a board; one at a time is switched on. */
export class ZooBoard {
  private constructor(
    readonly model: ZooModel,
    private readonly link: Link,
    private readonly project: string,
  ) {}

  /** @param name of a subject; @param plan the faults of the plan, made up from the exported C */
  static async start(name: string, board: string, plan: (model: ZooModel) => readonly PlanFault[]): Promise<ZooBoard> {
    const s = subject(name);
    const out = mkdtempSync(join(tmpdir(), "espdl-zoo-"));
    const onnx = parseModel(goldenCase(name.replace("loud ", "")).read("quant.onnx"));
    const { project } = await exportProject(onnx, { chip: "esp32s3", sample: feedsOf(s.program, s.trace), out });
    const { sources } = await readFirmware(project);
    const edit = (file: string, change: (text: string) => string): string => {
      const path = join(project, sources.find((source) => basename(source) === file)!);
      const before = readFileSync(path, "utf8");
      writeFileSync(path, change(before));
      return before;
    };
    for (const family of KERNEL_FAMILIES) edit(family.file, (text) => family.plant(text, chosen(family)));
    let hasEntryFault = false;
    edit("default_lib1.c", (before) => {
      const faulty = faultyEntry(before);
      hasEntryFault = faulty !== undefined;
      return faulty ?? before;
    });
    let text = "";
    edit("espdl_model.c", (before) => (text = before));
    const model = { subject: s, calls: boardCalls(text), text, hasEntryFault };
    edit("espdl_model.c", (before) => switchable(before, plan(model)));
    const kind = boardByName(board);
    const link = await Link.open(board, await kind.open(await kind.build(await readFirmware(project))));
    return new ZooBoard(model, link, out);
  }

  /** Runs the model with one fault. @param target layer, or tensor of the table, in which; @param parameters of a fault of the link */
  async bisect(
    fault: number,
    target: number,
    parameters: readonly [number, number] = [0, 0],
    options: BisectOptions = {},
  ): Promise<Bisection> {
    const { program, trace } = this.model.subject;
    const numbers = Int32Array.of(fault, target, ...parameters);
    const index = this.link.description.tensors.findIndex(({ id }) => id === SWITCH);
    await this.link.write(index, new Uint8Array(numbers.buffer));
    return bisect(program, trace, linkSuspect({ link: this.link }, program, feedsOf(program, trace)), options);
  }

  /** Position of a tensor in the board's table. */
  tensor(id: string): number {
    return tensorIndex(this.model.text, id);
  }

  async close(): Promise<void> {
    await this.link.close();
    rmSync(this.project, { recursive: true, force: true });
  }
}
