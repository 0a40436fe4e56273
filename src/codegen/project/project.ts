import { UserError } from "../../base/errors.js";
import { packageFolder } from "../../base/package-folder.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { firmwareText } from "../../boards/board/firmware.js";
import type { TensorType } from "../../ir/graph/graph.js";
import type { KernelSet } from "../c/kernel-files.js";
import { fillAppMain, type Interface } from "./app-main.js";
import { inputHeader, outputHeader } from "./data-headers.js";
import { below, type FileTree, readTree } from "./file-tree.js";
import { espressifKernels, portableKernels, portableKernelsBeside } from "./kernel-component.js";

const MODEL = "components/tvm_model/model";
/** The kernels in a model library. */
const RUNTIME = "runtime/";
const LINK = "components/espdl_link";
const APP_MAIN = "main/app_main.c";
/** Where the tensors and calls are listed for the debug runner. */
const LINK_MODEL = "main/espdl_model.c";
const NO_LINK = "\n# No room for the buffers of the debug link.\nCONFIG_ESPDL_LINK=n\n";
const PSRAM = "\n# The arena goes to external RAM.\nCONFIG_SPIRAM=y\nCONFIG_SPIRAM_ALLOW_BSS_SEG_EXTERNAL_MEMORY=y\n";

/** A compiled network, ready to be put into a project. */
export interface ProjectModel {
  /** In Model Library Format: what `model.tar` holds. Its kernels are taken from this package instead. */
  readonly files: FileTree;
  /** Which kernels it calls. */
  readonly kernels: KernelSet;
  /** Fields of `tvmgen_default.h`. */
  readonly interface: Interface;
  /** C source that defines `espdl_model` for the debug runner. */
  readonly linkSource: string;
  /** The inputs of the run that is compiled in, and what comes out. */
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly TensorType[];
}

export interface ProjectOptions {
  /** Folder with a template of one's own. Default: this package's. */
  readonly template?: string;
  /** Folder of Espressif's ESP-DL 1.x. Default: the portable kernels. */
  readonly espDlPath?: string;
  /** The arena goes to external RAM. */
  readonly psram?: boolean;
  /** Answer `espdl-lab capture` after the first run. Default: true. */
  readonly link?: boolean;
}

export interface Project {
  readonly files: FileTree;
  /** One line each. */
  readonly warnings: readonly string[];
}

/**
 * All files of an ESP-IDF project that runs a network.
 * @throws UserError when the template or ESP-DL cannot be read or lacks what is needed.
 */
export function buildProject(model: ProjectModel, options: ProjectOptions = {}): Project {
  const { template, espDlPath, psram = false, link = true } = options;
  const folder = template ?? packageFolder("templates", "project");
  const base = readTree(folder);
  const kernels = kernelComponents(model.kernels, base, espDlPath);
  const appMain = base.get(APP_MAIN);
  if (appMain === undefined) throw new UserError(`${folder}: has no ${APP_MAIN}; give a folder like templates/project`);
  const appText = Buffer.from(appMain).toString();
  const modelFiles = below(MODEL, new Map([...model.files].filter(([path]) => !path.startsWith(RUNTIME))));
  const files = new Map<string, Uint8Array | string>([...base, ...kernels.files, ...modelFiles]);
  files.set(APP_MAIN, fillAppMain(appText, model.interface));
  files.set(LINK_MODEL, model.linkSource);
  files.set("main/input_data.h", inputHeader(model.inputs));
  files.set("main/output_data.h", outputHeader(model.outputs));
  if (appText.includes("espdl_serve")) for (const [path, content] of linkComponent()) files.set(path, content);
  const settings = (psram ? PSRAM : "") + (link ? "" : NO_LINK);
  if (settings !== "") files.set("sdkconfig.defaults", text(files.get("sdkconfig.defaults")) + settings);
  const sources = [...modelFiles.keys()].filter((path) => path.endsWith(".c"));
  const includes = [`${MODEL}/codegen/host/include`, ...kernels.includes];
  files.set("firmware.json", firmwareText({ sources: [...sources, LINK_MODEL, ...kernels.sources], includes }));
  return { files, warnings: warningsOf(files) };
}

function kernelComponents(set: KernelSet, base: FileTree, espDlPath: string | undefined) {
  if (espDlPath !== undefined) return portableKernelsBeside(set, espressifKernels(espDlPath));
  const isTemplates = [...base.keys()].some((path) => path.startsWith("components/esp-dl/"));
  return isTemplates ? portableKernelsBeside(set, new Map()) : portableKernels(set);
}

/** The debug runner as a component of ESP-IDF: one flat folder. */
export function linkComponent(): FileTree {
  const flat = (...folder: string[]): [string, Uint8Array][] =>
    [...readTree(packageFolder("templates", "board", ...folder))].filter(([path]) => !/[/]|\.md$/.test(path));
  return below(LINK, new Map([...flat(), ...flat("idf")]));
}

function warningsOf(files: FileTree): string[] {
  const cmake = "components/tvm_model/CMakeLists.txt";
  const hasRuntime = [...files.keys()].some((path) => path.startsWith(`${MODEL}/${RUNTIME}`));
  if (!hasRuntime || text(files.get(cmake)).includes("model/runtime/src")) return [];
  return [`${cmake}: does not compile model/runtime/src, which the network needs; add it to SRC_DIRS`];
}

const text = (content: Uint8Array | string | undefined): string => Buffer.from(content ?? "").toString();
