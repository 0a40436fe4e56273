import { Command } from "commander";
import { writeFileAtomically } from "../base/files/write-file.js";
import { readModel } from "../formats/onnx/read.js";
import { serializeModel } from "../formats/onnx/write.js";
import { preprocess } from "../quantization/preprocess/preprocess.js";
import { checkFirst } from "./check-first.js";
import { collectDims, print, printJson, warn } from "./output.js";
import { checkOutputFile } from "./output-file.js";

interface Options {
  readonly input: string;
  readonly output: string;
  readonly skip_symbolic_shape?: true;
  readonly skip_optimization?: true;
  readonly skip_onnx_shape?: true;
  readonly dim?: Record<string, number>;
  readonly json?: true;
}

export function preprocessCommand(): Command {
  return new Command("preprocess")
    .requiredOption("--input <model.onnx>", "float model")
    .requiredOption("--output <model.onnx>", "where to write the result")
    .option("--skip_symbolic_shape", "leave out symbolic shape inference")
    .option("--skip_optimization", "leave out ONNX Runtime's graph optimization (level basic)")
    .option("--skip_onnx_shape", "leave out ONNX shape inference")
    .option("--dim <name=size>", "fix a symbolic dimension of the inputs; may be repeated", collectDims)
    .option("--json", "print what was done as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab preprocess --input model.onnx --output model_pre.onnx --dim N=1")
    .action(run);
}

async function run(options: Options): Promise<void> {
  checkOutputFile("--output", options.output, [options.input]);
  const before = readModel(options.input);
  const warnings = await checkFirst(before, { dims: options.dim });
  const after = await preprocess(before, {
    skipSymbolicShape: options.skip_symbolic_shape ?? false,
    skipOptimization: options.skip_optimization ?? false,
    skipOnnxShape: options.skip_onnx_shape ?? false,
    dims: options.dim ?? {},
  });
  writeFileAtomically(options.output, serializeModel(after));
  for (const warning of warnings) warn(warning);
  const nodes = { before: before.graph.nodes.length, after: after.graph.nodes.length };
  if (options.json) printJson({ output: options.output, nodes, shapes: after.graph.valueInfo.size });
  else print(`${options.output}: ${nodes.before} → ${nodes.after} nodes, ${after.graph.valueInfo.size} shapes known`);
}
