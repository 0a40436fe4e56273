import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { type Command, Option } from "commander";
import { espdlFloat, quantizeEspdlModel } from "../analysis/quantize-espdl-model.js";
import { readEspdlRecipe } from "../analysis/recipe/recipe-file.js";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import type { Chip } from "../espdl/chip.js";
import { parseKey } from "../espdl/key.js";
import type { EspdlModel } from "../espdl/model.js";
import { exponentsJson } from "../espdl/write/exponents-json.js";
import { writeFromExponents } from "../espdl/write/from-exponents.js";
import { refuseWrong } from "../espdl/write/gate.js";
import { infoText } from "../espdl/write/info-text.js";
import { asReadByOrt } from "../espdl/write/onnx/values.js";
import type { Release } from "../espdl/write/options.js";
import { type QuantizedEspdl, withEmbeddedVectors } from "../espdl/write/quantize-espdl.js";
import { writeEspdl } from "../espdl/write.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { printable } from "../formats/onnx/printable.js";
import { readModel } from "../formats/onnx/read.js";
import { inferShapes } from "../formats/onnx/shape/infer.js";
import { counted } from "../presentation/figures/text.js";
import type { CalibrationSettings } from "../quantization/calibrate/calibrate.js";
import { compareHalves, type Halves } from "../quantization/calibrate/halves.js";
import { openSamples, type SampleFile } from "../quantization/dataset/samples.js";
import { fewSamples } from "../quantization/quantize/few-samples.js";
import { espdlChip } from "./espdl-file.js";
import { print, printJson, warn } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { progressBar } from "./progress.js";
import { tellLong } from "./tell-long.js";

/** What `quantize` takes with `--format espdl`. */
export interface EspdlQuantizeOptions {
  readonly input_model: string;
  readonly output_model: string;
  readonly calibrate_dataset?: string;
  readonly target_chip?: string;
  readonly num_of_bits?: "8" | "16";
  readonly w8a16?: true;
  readonly int16?: readonly string[];
  readonly keep_float?: readonly string[];
  readonly dim?: Record<string, number>;
  readonly exponents?: string;
  readonly recipe?: string;
  readonly no_correction?: true;
  readonly esp_ppq?: Release;
  readonly lut_step?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly allow?: true;
  readonly json?: true;
}

/** Adds the options of `--format espdl` to `quantize`. */
export function withEspdlFormat(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "onnx of the TVM flow, or espdl").choices(["onnx", "espdl"]).default("onnx"),
    )
    .option("--target_chip <chip>", "espdl: esp32, esp32s2, -c2, -c3, -c5, -c6, -s3, -p4")
    .addOption(new Option("--num_of_bits <bits>", "espdl: of weights and activations").choices(["8", "16"]))
    .option("--w8a16", "espdl: int8 weights over 16-bit activations")
    .option("--int16 <node...>", "espdl: nodes computed in 16 bits in a network of 8")
    .option("--exponents <model.json>", "espdl: take esp-ppq's exponents, and write what it writes")
    .addOption(new Option("--esp_ppq <release>", "espdl: whose form the file takes").choices(["1.3.5", "1.3.12"]))
    .option("--lut_step <step>", "espdl: between the inputs of a 16-bit activation's table", wholeStep)
    .option("--metadata <key=value>", "espdl: a property of the model; may be repeated", collectProperty)
    .option("--key <hex>", "espdl: encrypt with this AES-128 key, 32 hexadecimal digits")
    .option("--allow", "espdl: write also what the chip computes otherwise than the model says");
}

/** Float ONNX → `.espdl`, `.info` and `.json`, with the first sample and its results by the chip's law embedded. */
export async function quantizeToEspdl(options: EspdlQuantizeOptions, settings: CalibrationSettings): Promise<void> {
  const paths = checkedPaths(options);
  if (options.key !== undefined) parseKey(options.key);
  const chip = espdlChip(options.target_chip);
  const read = readModel(options.input_model);
  const model = options.dim === undefined ? read : inferShapes(read, { dims: options.dim });
  const samples =
    options.calibrate_dataset === undefined ? undefined : openSamples(options.calibrate_dataset, model, warn);
  const written = await (options.exponents === undefined
    ? calibrated(model, samples, chip, options, settings)
    : fromExponents(model, samples, chip, options, options.exponents));
  writeFileAtomically(paths.json, exponentsJson(written.draft, chip));
  writeFileAtomically(paths.info, infoText(written.model));
  writeFileAtomically(options.output_model, writeEspdl(written.model, options.key));
  report(options, written.model, chip);
}

function checkedPaths({ input_model, output_model, calibrate_dataset, exponents }: EspdlQuantizeOptions) {
  const base = output_model.slice(0, output_model.length - extname(output_model).length);
  const paths = { info: `${base}.info`, json: `${base}.json` };
  const inputs = [input_model, calibrate_dataset, exponents].filter((path) => path !== undefined);
  if (!output_model.endsWith(".espdl"))
    throw new UserError(`--output_model: ${printable(output_model)} must end in .espdl with --format espdl; rename it`);
  for (const path of [output_model, paths.info, paths.json]) checkOutputFile("--output_model", path, inputs);
  return paths;
}

const contextOf = ({ num_of_bits, w8a16, esp_ppq, metadata }: EspdlQuantizeOptions) => ({
  bits: num_of_bits === "16" || w8a16 ? (16 as const) : (8 as const),
  ...(esp_ppq && { release: esp_ppq }),
  ...(metadata && { metadata: new Map(Object.entries(metadata)) }),
  warn,
});

async function calibrated(
  model: OnnxModel,
  samples: SampleFile | undefined,
  chip: Chip,
  options: EspdlQuantizeOptions,
  settings: CalibrationSettings,
): Promise<QuantizedEspdl> {
  if (samples === undefined)
    throw new UserError("--calibrate_dataset: is missing; name the samples, or exponents with --exponents");
  tellLong(model, "quantize", samples.count);
  const bar = progressBar("calibrate", samples.count);
  try {
    const written = await quantizeEspdlModel(model, samples, {
      ...contextOf(options),
      chip,
      w8a16: options.w8a16 ?? false,
      int16: options.int16 ?? [],
      keepFloat: options.keep_float ?? [],
      allow: options.allow ?? false,
      recipe: options.recipe === undefined ? undefined : readEspdlRecipe(options.recipe, chip),
      ...(options.no_correction && { correction: false }),
      calibration: { ...settings, onProgress: ({ done }) => bar.update(done) },
    });
    const halves = options.recipe === undefined ? await halvesOf(model, samples, written) : undefined;
    for (const { message } of fewSamples(samples.count, halves)) warn(message);
    return written;
  } finally {
    bar.stop();
  }
}

/** How far two halves of the samples agree on the exponents of the tensors that both the file and the float model have. */
function halvesOf(model: OnnxModel, samples: SampleFile, { choices }: QuantizedEspdl): Promise<Halves | undefined> {
  const float = asReadByOrt(espdlFloat(model));
  const made = new Set([
    ...float.graph.inputs.map(({ name }) => name),
    ...float.graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const { 8: narrow, 16: wide } = choices.exponents;
  return compareHalves(
    float,
    samples,
    [...new Set([...narrow.keys(), ...wide.keys()])].filter((name) => made.has(name)),
  );
}

async function fromExponents(
  model: OnnxModel,
  samples: SampleFile | undefined,
  chip: Chip,
  options: EspdlQuantizeOptions,
  file: string,
): Promise<Pick<QuantizedEspdl, "model" | "draft">> {
  const [sample] = samples ?? [];
  const { lut_step } = options;
  const written = await writeFromExponents(model, textOf(file), {
    ...contextOf(options),
    ...(lut_step !== undefined && { lutStep: lut_step }),
    ...(sample && { sample }),
    chip,
    file,
  });
  refuseWrong(written.model, chip, options.allow ?? false, warn);
  if (sample === undefined) return written;
  return { draft: written.draft, model: withEmbeddedVectors(written.model, sample, chip) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(
      `${printable(path)}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`,
    );
  }
}

function report({ output_model, json }: EspdlQuantizeOptions, { graph }: EspdlModel, chip: Chip): void {
  const operators: Record<string, number> = {};
  for (const { opType } of graph.nodes) operators[opType] = (operators[opType] ?? 0) + 1;
  const bytes = graph.initializers.reduce((sum, tensor) => sum + tensor.bytes.length, 0);
  if (json) {
    printJson({ output: output_model, chip, nodes: graph.nodes.length, operators, constantBytes: bytes });
    return;
  }
  const most = Object.entries(operators).sort(([, a], [, b]) => b - a);
  print(`${output_model}: ${counted(graph.nodes.length, "node")} for ${chip}, ${bytes} bytes of constants`);
  print(
    most
      .slice(0, 6)
      .map(([name, count]) => `${count} ${name}`)
      .join(", "),
  );
}

function wholeStep(text: string): number {
  if (/^(0|[1-9]\d{0,4})$/.test(text)) return Number(text);
  throw new UserError(`--lut_step: expected a whole number such as 32, 0 for no tables, got ${printable(text)}`);
}

function collectProperty(pair: string, others: Record<string, string> = {}): Record<string, string> {
  const at = pair.indexOf("=");
  if (at < 1) throw new UserError(`--metadata: expected KEY=VALUE, got ${printable(pair)}`);
  return { ...others, [pair.slice(0, at)]: pair.slice(at + 1) };
}
