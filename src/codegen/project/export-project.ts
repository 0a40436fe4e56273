import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Chip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { formatNpz } from "../../base/tensor/npz.js";
import { LAYERS_FILE, layersText, SAMPLE_FILE } from "../../boards/capture/layers-file.js";
import { checkFeeds, inputLayers } from "../../execution/interpreter/feeds.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { type Acceleration, accelerations } from "../../ir/fuse/accelerations.js";
import type { Program } from "../../ir/graph/program.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { portsOf } from "../c/interface.js";
import { kernelSetOf } from "../c/kernel-files.js";
import { type BoardCompileOptions, type CompiledForBoard, compileForBoard } from "../compile-for-board.js";
import { memoryOf, noPsram } from "../memory/chip.js";
import { type Fit, fits } from "../memory/fits.js";
import type { MemoryPlan } from "../memory/plan.js";
import { tar } from "../model/tar.js";
import { checkModelArchive, writeModelArchive } from "./model-archive.js";
import { buildProject } from "./project.js";
import { writeProject } from "./write-project.js";

/** What a compiled model is written with. */
export interface WriteOptions {
  readonly chip: Chip;
  /** The inputs of the run that is compiled in. */
  readonly sample: Sample;
  /** Folder that gets `model.tar` and `new_project`; made if it is not there. */
  readonly out: string;
  /** Folder with a project template of one's own. */
  readonly template?: string;
  /** Folder of Espressif's ESP-DL 1.x, to link instead of the portable kernels. */
  readonly espDlPath?: string;
  /** Put the arena into external RAM. */
  readonly psram?: boolean;
}

export interface ExportOptions extends BoardCompileOptions, WriteOptions {}

export interface Exported {
  /** The calls that the board makes. */
  readonly program: Program;
  readonly plan: MemoryPlan;
  readonly fit: Fit;
  /** The convolutions: which function each got and, where it is not ESP-DL's vector code, why not. */
  readonly accelerated: readonly Acceleration[];
  /** One line each; nothing is printed. */
  readonly warnings: readonly string[];
  readonly archive: string;
  readonly project: string;
}

/**
 * Compiles a quantized model to C and writes `out/model.tar` and the ESP-IDF project `out/new_project`.
 * @throws UserError when the model holds what has no C kernel, the sample does not fit it, or a folder or file in the way
 * is not one of ours.
 */
export async function exportProject(model: OnnxModel, options: ExportOptions): Promise<Exported> {
  return exportCompiled(compileForBoard(model, options), options);
}

/** The same of a model that is compiled already. @throws UserError as `exportProject`. */
export async function exportCompiled(compiled: CompiledForBoard, options: WriteOptions): Promise<Exported> {
  const { chip, sample, out, template, espDlPath, psram = false } = options;
  const { program, plan, library } = compiled;
  checkFeeds(program, sample);
  if (psram && memoryOf(chip).psram === 0) throw new UserError(noPsram(chip));
  const fit = fits(plan, chip, { psram });
  const { link } = fit;
  const { inputs, outputs } = portsOf(program);
  const built = buildProject(
    {
      files: new Map(library.files.map(({ path, text }) => [path, text])),
      kernels: kernelSetOf(program),
      interface: {
        inputs: inputs.map(({ field }) => field),
        outputs: outputs.map(({ field }) => field),
        shown: library.code.shown,
      },
      linkSource: library.code.boardModel.text,
      inputs: inputLayers(program).map(({ name }) => sample.get(name)!),
      outputs,
    },
    { psram, link, ...(template !== undefined && { template }), ...(espDlPath !== undefined && { espDlPath }) },
  );
  const [archive, project] = [join(out, "model.tar"), join(out, "new_project")];
  makeFolder(out);
  checkModelArchive(archive);
  const described = new Map<string, Uint8Array | string>([
    [LAYERS_FILE, layersText(program)],
    [SAMPLE_FILE, formatNpz(sample)],
  ]);
  writeProject(project, new Map([...built.files, ...described]));
  writeModelArchive(archive, await tar(library.files));
  const warnings = [...compiled.warnings, ...built.warnings, ...(fit.fits && !link ? [noLink(chip)] : [])];
  return { program, plan, fit, accelerated: accelerations(program), warnings, archive, project };
}

const noLink = (chip: Chip): string =>
  `${chip}: no room for the buffers of the debug link, which is switched off (CONFIG_ESPDL_LINK in sdkconfig.defaults)`;

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(
      `${path}: cannot be made (${(error as NodeJS.ErrnoException).code}); choose another --out_path`,
    );
  }
}
