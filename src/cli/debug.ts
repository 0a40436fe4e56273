import { dirname, join } from "node:path";
import { Command } from "commander";
import type { VectorChip } from "../../kernels-ref/index.js";
import { TVM_ARITHMETIC, TVM_X86_ARITHMETIC } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { CHIPS, parseChip } from "../espdl/chip.js";
import { fastTrace } from "../execution/fast/fast-trace.js";
import { GraphModuleDebug } from "../execution/interpreter/graph-module-debug.js";
import { readModel } from "../formats/onnx/read.js";
import type { Trace } from "../formats/trace/trace.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import { readSample } from "../quantization/dataset/samples.js";
import { type DebugEspdlResult, debugEspdl } from "./debug-espdl.js";
import { type VectorOptions, withVectorOptions } from "./espdl-options.js";
import { tellFloat } from "./float-run.js";
import { isEspdl } from "./is-espdl.js";
import { type KernelsOption, withKernelsOption } from "./kernels-option.js";
import { latencyTable } from "./latency-table.js";
import { layerTable } from "./layer-table.js";
import { print, printJson, warn } from "./output.js";
import { tellLong } from "./tell-long.js";

interface Options extends VectorOptions, KernelsOption {
  readonly target_chip: string;
  readonly model_path: string;
  readonly img_path?: string;
  readonly dump_root?: string;
  readonly compat?: true;
  readonly no_islands?: true;
  readonly key?: string;
  readonly model?: string;
  readonly fast?: true;
  readonly json?: true;
}

export function debugCommand(): Command {
  const command = new Command("debug")
    .requiredOption("--target_chip <chip>", Object.keys(CHIPS).join(", "))
    .requiredOption("--model_path <model>", "quantized .onnx or .espdl")
    .option("--img_path <input.npy>", "one input; a .npz for several (default for .espdl: the embedded test input)")
    .option("--dump_root <folder>", "where to write the trace (default: tvmdbg beside the model)")
    .option("--compat", "the original debug run's results, its bugs included")
    .option("--no_islands", "the graph that `export --no_islands` compiles; the outputs are the same")
    .option("--fast", "on ONNX Runtime's kernels, where they are proved to give the reference's integers")
    .option("--key <hex>", "AES-128 key of an encrypted .espdl")
    .option("--model <name>", "which model of an .espdl pack")
    .option("--json", "print the layers as JSON");
  return withKernelsOption(withVectorOptions(command))
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab debug --target_chip esp32s3 --model_path model_int8.onnx --img_path input.npy",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const result: DebugEspdlResult = isEspdl(options.model_path)
    ? await debugEspdl(options)
    : { ...(await debugOnnx(options)), stopped: [] };
  const { trace, folder, stopped, costs } = result;
  const { layers } = trace;
  if (options.json) {
    printJson({
      trace: folder,
      ...(stopped.length > 0 && { stopped }),
      ...(costs && { costs }),
      layers: layers.map(({ tensor, ...layer }) => ({ ...layer, dtype: tensor.dtype, shape: tensor.shape })),
    });
  } else {
    print(costs ? latencyTable(costs, parseChip(options.target_chip) as VectorChip) : layerTable(trace));
    print(`\n${folder}: ${layers.length} tensors (trace.json, tensors/*.npy, tvmdbg_graph_dump.json)`);
  }
}

async function debugOnnx(options: Options): Promise<{ readonly trace: Trace; readonly folder: string }> {
  const { fast, target_chip, model_path, img_path, dump_root, compat = false, no_islands } = options;
  parseChip(target_chip);
  if (options.kernels !== undefined) throw new UserError("--kernels: only an .espdl model runs on the chip's kernels");
  if (img_path === undefined) throw new UserError("--img_path: an ONNX model needs one; name a .npy of its input");
  const model = readModel(model_path);
  const module = GraphModuleDebug.create(model, { compat, ...(no_islands && { islands: false }) });
  const sample = readSample(img_path, model, warn);
  module.setInput(sample);
  const arithmetic = compat ? TVM_X86_ARITHMETIC : TVM_ARITHMETIC;
  tellLong(module.program, fast ? "fast" : "interpret");
  const trace = fast ? await fastTrace(module.program, sample, arithmetic, model.graph.name) : module.run();
  const folder = dump_root ?? join(dirname(model_path), "tvmdbg");
  tellFloat(model_path, trace, folder);
  writeTrace(folder, trace, graphDump(module.program));
  for (const warning of module.warnings) warn(warning);
  return { trace, folder };
}
