import { dirname, join } from "node:path";
import { Command } from "commander";
import { readSample } from "../dataset/samples.js";
import { UserError } from "../errors.js";
import { graphDump } from "../graph/dump.js";
import { GraphModuleDebug } from "../interpreter/graph-module-debug.js";
import { readModel } from "../onnx/read.js";
import { writeTrace } from "../trace/write.js";
import { layerTable } from "./layer-table.js";
import { print, printJson, warn } from "./output.js";

interface Options {
  readonly target_chip: string;
  readonly model_path: string;
  readonly img_path: string;
  readonly dump_root?: string;
  readonly compat?: true;
  readonly json?: true;
}

const CHIPS = ["esp32", "esp32s2", "esp32s3", "esp32c3", "esp32p4"];

export function debugCommand(): Command {
  return new Command("debug")
    .description("run the int8 reference layer by layer and write every tensor as a trace")
    .requiredOption("--target_chip <chip>", CHIPS.join(", "))
    .requiredOption("--model_path <model.onnx>", "quantized model")
    .requiredOption("--img_path <input.npy>", "one input; a .npz keyed by input name for several inputs")
    .option("--dump_root <folder>", "where to write the trace (default: tvmdbg beside the model)")
    .option("--compat", "the original debug run's results, its bugs included")
    .option("--json", "print the layers as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab debug --target_chip esp32s3 --model_path model_int8.onnx --img_path input.npy",
    )
    .action(run);
}

function run(options: Options): void {
  if (!CHIPS.includes(options.target_chip)) {
    throw new UserError(`--target_chip: expected one of ${CHIPS.join(", ")}, got ${options.target_chip}`);
  }
  const model = readModel(options.model_path);
  const module = GraphModuleDebug.create(model, { compat: options.compat ?? false });
  module.setInput(readSample(options.img_path, model));
  const trace = module.run();
  const folder = options.dump_root ?? join(dirname(options.model_path), "tvmdbg");
  writeTrace(folder, trace, graphDump(module.program));
  for (const warning of module.warnings) warn(warning);
  const { layers } = trace;
  if (options.json) {
    printJson({
      trace: folder,
      layers: layers.map(({ tensor, ...layer }) => ({ ...layer, dtype: tensor.dtype, shape: tensor.shape })),
    });
  } else {
    print(layerTable(trace));
    print(`\n${folder}: ${layers.length} tensors (trace.json, tensors/*.npy, tvmdbg_graph_dump.json)`);
  }
}
