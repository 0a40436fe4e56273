import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportCompiled } from "../../../../src/codegen/project/export-project.js";
import { embeddedInputs } from "../../../../src/espdl/embedded-vectors.js";
import { compileEspdlForBoard } from "../../../../src/espdl/portable.js";
import { readEspdl } from "../../../../src/espdl/read.js";
import type { CallLayer } from "../../../../src/ir/graph/program.js";
import { invoke } from "../../../cli/invoke.js";
import { type PortableCase, portableCases } from "../../../codegen/espdl/cases.js";
import type { EspdlFault } from "./faults.js";

/** What `bisect --json` found. */
export interface Found {
  readonly code: number;
  readonly first?: string;
  readonly origin?: string;
  /** The first hypothesis of the first layer. */
  readonly cause?: string;
  /** The id of the layer that the fault is in. */
  readonly layer: string;
}

interface Exported {
  readonly project: string;
  readonly model: string;
  readonly calls: readonly CallLayer[];
  readonly functions: readonly { readonly text: string }[];
}

const SOURCE = "components/tvm_model/model/codegen/host/src/default_lib1.c";
const KERNELS = ["components/esp-dl/src", "components/esp-dl/include"];

/** Exported projects, one a model, and a copy that is changed. */
export class Workshop {
  private readonly folder = mkdtempSync(join(tmpdir(), "espdl-faults-"));
  private readonly cases = new Map(portableCases().map((one) => [one.name, one]));
  private readonly exported = new Map<string, Promise<Exported>>();

  has(model: string): boolean {
    return this.cases.has(model);
  }

  async find(fault: EspdlFault): Promise<Found> {
    const made = await this.export(fault.model);
    const call = made.calls.filter(({ op }) => op === fault.op)[fault.nth ?? 0]!;
    const project = join(this.folder, "changed");
    rmSync(project, { recursive: true, force: true });
    cpSync(made.project, project, { recursive: true });
    edit(project, fault, made.functions[made.calls.indexOf(call)]!.text);
    const { code, out } = await invoke(
      ...["bisect", "--model_path", made.model, "--project", project, "--board", "host", "--json"],
    );
    if (code === 2) return { code, layer: call.id };
    const { first, layers } = JSON.parse(out) as {
      first?: string;
      layers: { origin: string; diagnosis?: { hypotheses: { text: string }[] } }[];
    };
    const [bad] = layers;
    const cause = bad?.diagnosis?.hypotheses[0]?.text;
    return {
      code,
      layer: call.id,
      ...(first && { first }),
      ...(bad && { origin: bad.origin }),
      ...(cause && { cause }),
    };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private export(name: string): Promise<Exported> {
    const known = this.exported.get(name);
    if (known) return known;
    const made = this.write(this.cases.get(name)!);
    this.exported.set(name, made);
    return made;
  }

  private async write({ name, chip, model: bytes }: PortableCase): Promise<Exported> {
    const model = join(this.folder, `${name}.espdl`);
    writeFileSync(model, bytes());
    const parsed = readEspdl(bytes());
    const compiled = compileEspdlForBoard(parsed, { chip });
    const sample = embeddedInputs(parsed, chip);
    const out = join(this.folder, name);
    const { project } = await exportCompiled(compiled, { chip: chip === "c" ? "esp32c3" : chip, sample, out });
    const { functions } = compiled.library.code;
    const calls = compiled.program.layers.filter((layer) => layer.kind === "call");
    return { project, model, functions, calls: calls.filter(({ op }) => op !== "reshape") };
  }
}

function edit(project: string, { kernel, find, replace }: EspdlFault, own: string): void {
  const file =
    kernel === undefined
      ? SOURCE
      : KERNELS.map((folder) => join(folder, kernel)).find((path) => existsSync(join(project, path)));
  if (file === undefined) throw new Error(`${kernel}: not in ${readdirSync(join(project, KERNELS[0]!)).join(" ")}`);
  const path = join(project, file);
  const text = readFileSync(path, "utf8");
  const part = kernel === undefined ? own : text;
  if (!part.includes(find)) throw new Error(`${file}: has no ${JSON.stringify(find)} in\n${part.slice(0, 1500)}`);
  writeFileSync(
    path,
    text.replace(part, () => part.replace(find, () => replace)),
  );
}
