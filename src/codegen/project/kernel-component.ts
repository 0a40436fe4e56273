import { basename } from "node:path";
import { UserError } from "../../errors.js";
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
/** The accelerated functions: Espressif's library has its own. */
const isAccelerated = (path: string): boolean => basename(path).startsWith("esp_kernel.");

/** The portable C kernels of this package as one component, `components/esp-dl`. */
export function portableKernels(): KernelComponents {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of cFiles()) files.set(`${ESP_DL}/${folderOf(path)}/${basename(path)}`, content);
  return component(new Map([...below(ESP_DL, readTree(packageFolder("templates", "esp-dl"))), ...files]));
}

/**
 * Kernels where `components/esp-dl` is somebody else's: the portable ones as a component of their own, in which the
 * accelerated functions are kept apart for boards that are programs.
 */
export function portableKernelsBeside(espDl: FileTree): KernelComponents {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of cFiles()) {
    files.set(`${OURS}/${isAccelerated(path) ? "portable" : folderOf(path)}/${basename(path)}`, content);
  }
  const ours = component(new Map([...below(OURS, readTree(packageFolder("templates", "espdl_kernels"))), ...files]));
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

function cFiles(): Map<string, Uint8Array> {
  return new Map([...readTree(packageFolder("kernels-ref"))].filter(([path]) => /\.[ch]$/.test(path)));
}

const folderOf = (path: string): string => (path.endsWith(".h") ? "include" : "src");

function component(files: FileTree): KernelComponents {
  const folders = (pattern: RegExp): string[] => [...files.keys()].filter((path) => pattern.test(path)).sort();
  const includes = new Set(folders(/\.h$/).map((path) => path.slice(0, path.lastIndexOf("/"))));
  return { files, sources: folders(/\.c$/), includes: [...includes] };
}
