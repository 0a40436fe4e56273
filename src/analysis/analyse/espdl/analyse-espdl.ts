import { UserError } from "../../../base/errors.js";
import type { Chip } from "../../../espdl/chip.js";
import { compileEspdl } from "../../../espdl/compile.js";
import type { EspdlModel } from "../../../espdl/model.js";
import { asReadByOrt } from "../../../espdl/write/onnx/values.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { printable } from "../../../formats/onnx/printable.js";
import { inferShapes } from "../../../formats/onnx/shape/infer.js";
import type { Operand } from "../../../ir/graph/program.js";
import type { Sample, Samples } from "../../../quantization/calibrate/samples.js";
import { foldDense } from "../../../quantization/preprocess/fold-dense.js";
import { windows } from "../../bias/windows.js";
import { outputSnr } from "../../measure/run-outputs.js";
import { scoresOf } from "../../measure/scores.js";
import { spreadSamples } from "../../spread-samples.js";
import { activationsOf } from "../activations.js";
import type { Analysis, LayerAnalysis } from "../analysis.js";
import { analysisOf, difference, judge } from "../judge.js";
import { type AnalyseOptions, SAMPLES } from "../options.js";
import { runLayerAlone } from "./alone.js";
import { espdlLayers } from "./layers.js";
import { replaced } from "./replaced.js";
import { Run } from "./run.js";

/** An `.espdl` with the float model that it was made of. */
export interface EspdlWithFloat {
  readonly float: OnnxModel;
  readonly model: EspdlModel;
  readonly chip: Chip;
}

/** `analyse` for an `.espdl`: a layer is taken out by putting its float result in the place of its own. */
export async function analyseEspdl(
  { float: given, model, chip }: EspdlWithFloat,
  samples: Samples,
  options: AnalyseOptions = {},
): Promise<Analysis> {
  const program = compileEspdl(model, { chip });
  const some = await spreadSamples(samples, options.samples ?? SAMPLES);
  const float = await floatFor(given, program.tensors, some);
  const layers = espdlLayers(float, program);
  const scores = float.graph.outputs.map(({ name }) => name);
  const names = new Set([...scores, ...layers.flatMap(({ tensor, inputs }) => [tensor, ...inputs])]);
  const values = await activationsOf(float, [...names], some);
  const run = await Run.open({ model, program, chip }, values, names);
  const isMeasured = (name: string): boolean => run.has(name) && allFinite(values, name);
  const known = layers.filter(({ tensor, inputs }) => [tensor, ...inputs].every(isMeasured));
  const wanted = values.map((sample) => scores.map((name) => sample.get(name)!));
  const output = outputSnr(wanted, run.outputs(scores));
  const chipValues = run.tensors.map(
    (sample) => new Map([...sample].map(([name, { data }]) => [name, data as Float32Array])),
  );
  const reference = { float, values, chip: chipValues, windows: windows(float) };
  const found: LayerAnalysis[] = [];
  for (const layer of known) {
    const alone = await runLayerAlone(float, layer, run, values);
    const { inFloat, wide } = await replaced(float, layer, run, scores);
    const snr = (outputs: Parameters<typeof outputSnr>[1]): number => difference(outputSnr(wanted, outputs), output);
    found.push(await judge(reference, layer, alone, { gain: snr(inFloat), ...(wide && { gain16: snr(wide) }) }));
    options.onLayer?.(found.length, known.length);
  }
  return { ...analysisOf(some.length, output, found), chip };
}

/**
 * The float model up to its scores, where the file has them and no mask of infinities is in them.
 * @throws UserError when the file does not make an output of the float model.
 */
async function floatFor(
  given: OnnxModel,
  tensors: ReadonlyMap<string, Operand>,
  samples: readonly Sample[],
): Promise<OnnxModel> {
  const whole = asReadByOrt(foldDense(given));
  const missing = whole.graph.outputs.find(({ name }) => !tensors.has(name));
  if (missing !== undefined)
    throw new UserError(
      `the .espdl makes no tensor ${printable(missing.name)}, the output of the float model; give the model that it was exported from`,
    );
  const scores = scoresOf(whole);
  const names = scores.graph.outputs.map(({ name }) => name);
  if (scores === whole || !names.every((name) => tensors.has(name))) return inferShapes(whole);
  const values = await activationsOf(scores, names, samples.slice(0, 1));
  return inferShapes(names.every((name) => allFinite(values, name)) ? scores : whole);
}

/** Whether all of a tensor's values are, in every sample. */
const allFinite = (values: readonly Sample[], name: string): boolean =>
  values.every((sample) => (sample.get(name)?.data as Float32Array | undefined)?.every(Number.isFinite) ?? false);
