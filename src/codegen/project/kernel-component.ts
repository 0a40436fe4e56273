import { UserError } from "../../errors.js";
import { kernelFiles } from "../c/kernel-files.js";
import { below, type FileTree, readTree } from "./file-tree.js";
import { packageFolder } from "./package-folder.js";

/** Components of a project that hold kernels, and what a board that is a program compiles of them. */
export interface KernelComponents {
  readonly files: FileTree;
  readonly sources: readonly string[];
  readonly includes: readonly string[];
}

const ESP_DL = "components/esp-dl";
const OURS = "components/espdl_kernels";

/** The portable C kernels of this package as one component, `components/esp-dl`. */
export function portableKernels(): KernelComponents {
  return component(ESP_DL, "esp-dl", (name) => (name.endsWith(".h") ? "include" : "src"));
}

/**
 * Kernels where `components/esp-dl` is somebody else's: the portable ones as a component of their own, in which ESP-DL's
 * two functions are kept apart, for boards that are programs.
 */
export function portableKernelsBeside(espDl: FileTree): KernelComponents {
  const ours = component(OURS, "espdl_kernels", () => "portable");
  return { ...ours, files: new Map([...espDl, ...ours.files]) };
}

/**
 * Espressif's ESP-DL as a component: its `include`, `lib` and `CMakeLists.txt`, as the original copies them.
 * @param path - of the library: the environment's ESP_DL_PATH.
 * @throws UserError when it has no such files.
 */
export function espressifKernels(path: string): FileTree {
  const wanted = (file: string): boolean => file === "CMakeLists.txt" || /^(include|lib)\//.test(file);
  const files = new Map([...readTree(path)].filter(([file]) => wanted(file)));
  for (const part of ["CMakeLists.txt", "include/", "lib/"]) {
    if (![...files.keys()].some((file) => file.startsWith(part))) {
      throw new UserError(
        `ESP_DL_PATH: ${path} has no ${part}; point it at ESP-DL 1.x, or unset it for the portable kernels`,
      );
    }
  }
  return below(ESP_DL, files);
}

/** A component with `CMakeLists.txt` of a template; the accelerated functions go where `accelerated` says. */
function component(folder: string, template: string, accelerated: (name: string) => string): KernelComponents {
  const kernels = kernelFiles();
  const files = new Map<string, Uint8Array | string>();
  for (const { name, text } of kernels.headers) files.set(`include/${name}`, text);
  for (const { name, text } of kernels.sources) files.set(`src/${name}`, text);
  for (const { name, text } of kernels.accelerated) files.set(`${accelerated(name)}/${name}`, text);
  const paths = [...files.keys()].sort();
  const folders = paths.filter((path) => path.endsWith(".h")).map((path) => path.slice(0, path.lastIndexOf("/")));
  return {
    files: below(folder, new Map([...readTree(packageFolder("templates", template)), ...files])),
    sources: paths.filter((path) => path.endsWith(".c")).map((path) => `${folder}/${path}`),
    includes: [...new Set(folders)].map((path) => `${folder}/${path}`),
  };
}
