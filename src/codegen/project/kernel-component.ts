import { UserError } from "../../base/errors.js";
import { packageFolder } from "../../base/package-folder.js";
import { type KernelFile, type KernelSet, kernelFiles } from "../c/kernel-files.js";
import { below, type FileTree, readTree } from "./file-tree.js";

/** Files of a project that hold kernels, and what a board that is a program compiles of them. */
export interface ProjectKernels {
  readonly files: FileTree;
  readonly sources: readonly string[];
  readonly includes: readonly string[];
}

const ESP_DL = "components/esp-dl";
const TVM_MODEL = "components/tvm_model";

/** The portable C kernels of this package as the component `components/esp-dl`. */
export function portableKernels(set: KernelSet): ProjectKernels {
  const { headers, sources, accelerated } = kernelFiles(set);
  const cmake = below(ESP_DL, readTree(packageFolder("templates", "esp-dl")));
  const kernels = placed([...headers, ...sources, ...accelerated], `${ESP_DL}/include`, `${ESP_DL}/src`);
  return { ...kernels, files: new Map([...cmake, ...kernels.files]) };
}

/**
 * Kernels where `components/esp-dl` is somebody else's: the portable ones with the model, without ESP-DL's two functions,
 * which stand apart for boards that are programs.
 */
export function portableKernelsBeside(set: KernelSet, espDl: FileTree): ProjectKernels {
  const { headers, sources, accelerated } = kernelFiles(set);
  const runtime = placed(
    [...headers, ...sources],
    `${TVM_MODEL}/model/runtime/include`,
    `${TVM_MODEL}/model/runtime/src`,
  );
  const twins = placed(accelerated, `${TVM_MODEL}/portable`, `${TVM_MODEL}/portable`);
  return {
    files: new Map([...espDl, ...runtime.files, ...twins.files]),
    sources: [...runtime.sources, ...twins.sources],
    includes: [...runtime.includes, ...twins.includes],
  };
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

function placed(kernels: readonly KernelFile[], include: string, src: string): ProjectKernels {
  const files = new Map(kernels.map(({ name, text }) => [`${name.endsWith(".h") ? include : src}/${name}`, text]));
  return { files, sources: [...files.keys()].filter((path) => path.endsWith(".c")).sort(), includes: [include] };
}
