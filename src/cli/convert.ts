import { Command } from "commander";
import { writeFileAtomically } from "../base/files/write-file.js";
import type { Tensor } from "../base/tensor/tensor.js";
import { convertSource } from "../convert/convert.js";
import { proveSource } from "../convert/proof/prove-source.js";
import { readSource } from "../convert/source.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { printable } from "../formats/onnx/printable.js";
import { serializeModel } from "../formats/onnx/write.js";
import { openSamples } from "../quantization/dataset/samples.js";
import { proofText } from "./convert-report.js";
import { print, printJson, warn } from "./output.js";
import { checkOutputFile } from "./output-file.js";

interface Options {
  readonly input: string;
  readonly output: string;
  readonly opset: string;
  readonly inputs?: string;
  readonly inputs_as_nchw?: true;
  readonly float?: true;
  readonly layers?: true;
  readonly json?: true;
}

/** Samples of a file that a proof runs: it shows an error on the first as well as on the last. */
const MOST_SAMPLES = 20;

export function convertCommand(): Command {
  return new Command("convert")
    .requiredOption("--input <model>", ".h5, .keras, model.json of tfjs, .tflite, or a SavedModel's folder")
    .requiredOption("--output <model.onnx>", "where to write the result")
    .option("--opset <version>", "version of ai.onnx, 13 to 17", "13")
    .option("--inputs <samples>", "prove it on these samples too (.npy or .npz, as the source takes them)")
    .option("--inputs_as_nchw", "declare images as [N, C, H, W]; default: as the source does")
    .option("--float", "a quantized .tflite: the reals of its integers, to quantize anew; default: QDQ")
    .option("--layers", "compare the two runs layer by layer")
    .option("--json", "print what was done as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab convert --input model.keras --output model.onnx")
    .action(run);
}

async function run(options: Options): Promise<void> {
  checkOutputFile("--output", options.output, [options.input]);
  const source = await readSource(options.input);
  const converted = convertSource(source, {
    opset: Number(options.opset),
    inputsAsNchw: options.inputs_as_nchw ?? false,
    float: options.float ?? false,
  });
  const { model } = converted;
  const given = options.inputs === undefined ? [] : samplesOf(options.inputs, model);
  const outcome = await proveSource(source, converted, given, options.layers ?? false);
  writeFileAtomically(options.output, serializeModel(model));
  const { remark } = converted;
  if (remark !== undefined) warn(remark);
  const nodes = model.graph.nodes.length;
  const told = remark === undefined ? {} : { remark };
  if (options.json) printJson({ output: options.output, nodes, ...told, ...outcome });
  else print(`${printable(options.output)}: ${nodes} nodes${sizes(model)}\n${proofText(outcome)}`);
}

const sizes = ({ graph }: OnnxModel): string =>
  [...graph.inputs, ...graph.outputs].map(({ name, shape }) => `, ${printable(name)} [${shape}]`).join("");

function samplesOf(path: string, model: OnnxModel): ReadonlyMap<string, Tensor>[] {
  const samples: ReadonlyMap<string, Tensor>[] = [];
  for (const sample of openSamples(path, model)) {
    if (samples.length === MOST_SAMPLES) break;
    samples.push(sample);
  }
  return samples;
}
