import { type BoardModel, compileAs } from "../analysis/bisect/bisect-project.js";
import { UserError } from "../base/errors.js";
import type { Tensor } from "../base/tensor/tensor.js";
import type { CompiledForBoard } from "../codegen/compile-for-board.js";
import { ARITHMETICS, type Chip, parseChip } from "../espdl/chip.js";
import type { EspdlModel } from "../espdl/model.js";
import { compileEspdlForBoard } from "../espdl/portable.js";
import { espDlId } from "../espdl/project.js";
import { readModel } from "../formats/onnx/read.js";
import { readSample } from "../quantization/dataset/samples.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlBytes, readEspdlFile } from "./espdl-file.js";
import { isEspdl } from "./is-espdl.js";

/** The model that a board is held against. */
export interface BisectModel extends BoardModel {
  /** The inputs of a file, as the model takes them. */
  sample(path: string): ReadonlyMap<string, Tensor>;
}

export function bisectModel(path: string, options: EspdlOptions): BisectModel {
  return isEspdl(path) ? espdlModel(path, options) : onnxModel(path);
}

function onnxModel(path: string): BisectModel {
  const model = readModel(path);
  return {
    compile: (id) => compileAs(model, id),
    sample: (file) => readSample(file, model),
  };
}

/** The file does not say which chip it is for, the board's code does. */
function espdlModel(path: string, options: EspdlOptions): BisectModel {
  const model = readEspdlFile(path, options);
  const stated = options.target_chip === undefined ? undefined : parseChip(options.target_chip);
  let chip: Chip | undefined = stated;
  return {
    compile: (id) => {
      if (id === espDlId(readEspdlBytes(path))) return onEspDl(model, (chip ??= chipOf(path, model, options)), id);
      for (const each of id === undefined ? [] : (stated && [stated]) || ARITHMETICS) {
        for (const saturatingLanes of each === "esp32s3" ? [false, true] : [false]) {
          const compiled = attempt(() => compileEspdlForBoard(model, { chip: each, saturatingLanes }));
          if (compiled?.library.code.id !== id) continue;
          chip = each;
          return compiled!;
        }
      }
      chip ??= chipOf(path, model, options);
      return compileEspdlForBoard(model, { chip });
    },
    sample: (file) => {
      chip ??= chipOf(path, model, options);
      return inputsOf(model, chip, file);
    },
  };
}

/** A board that runs ESP-DL itself: its SIMD's lanes, its own memory plan, parameters as the file packs them. */
function onEspDl(model: EspdlModel, chip: Chip, id: string): CompiledForBoard {
  const compiled = compileEspdlForBoard(model, { chip, saturatingLanes: chip === "esp32s3" });
  const { library, plan } = compiled;
  const code = { ...library.code, id, constants: [] };
  return { ...compiled, plan: { ...plan, buffers: [] }, library: { ...library, code } };
}

/** What is for another chip may be refused on this one. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
