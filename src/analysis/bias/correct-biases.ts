import { type Arithmetic, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { lastUses } from "../../execution/interpreter/last-uses.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Program } from "../../ir/graph/program.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { BatchValues } from "./batch.js";
import { chooseBias } from "./choose-bias.js";
import { fitLayer } from "./fit-layer.js";
import { floatMeans } from "./float-means.js";
import { productsUnder } from "./product-layers.js";
import { type BiasTarget, biasTargets } from "./targets.js";

/** Integer biases by the float tensor that their node makes, as `quantize` takes them. */
export type Biases = ReadonlyMap<string, Int8Array | Int32Array>;

export interface CorrectionOptions {
  /** The arithmetic that will run the model. Default: that of the board. */
  readonly arithmetic?: Arithmetic | undefined;
  /** Fit the weights too: false if left out. */
  readonly weights?: boolean | undefined;
  readonly onLayer?: ((done: number, total: number) => void) | undefined;
}

/** The integer network whose biases are corrected. */
export interface Correctable {
  readonly program: Program;
  /** By the index of the layer that adds the bias. */
  readonly targets: ReadonlyMap<number, BiasTarget>;
  readonly arithmetic: Arithmetic;
  /** A sample as the program's inputs take it. */
  readonly feeds: (sample: Sample) => Sample;
}

/** By the float tensor that a node makes. */
export interface Corrected {
  readonly biases: Biases;
  /** Integer weights in the float model's order; none unless they were to be fitted. */
  readonly integers: ReadonlyMap<string, Int8Array>;
}

/**
 * Biases that give every channel of every convolution and matrix product the mean it has in float.
 * @param quantized of this float model, every bias in it
 */
export async function correctBiases(
  float: OnnxModel,
  quantized: OnnxModel,
  samples: readonly Sample[],
  options: CorrectionOptions = {},
): Promise<Biases> {
  return (await correctModel(float, quantized, samples, options)).biases;
}

/** The same, with the weights if they are to be fitted. */
export function correctModel(
  float: OnnxModel,
  quantized: OnnxModel,
  samples: readonly Sample[],
  { arithmetic = TVM_ARITHMETIC, ...options }: CorrectionOptions = {},
): Promise<Corrected> {
  const { program } = compileForDebug(quantized);
  const targets = biasTargets(float, quantized, program);
  return correctProgram(float, { program, targets, arithmetic, feeds: (sample) => sample }, samples, options);
}

/**
 * The same for a program. The network runs in the chip's integers, layer after layer, all samples at once; each bias is
 * set when its layer is reached, so that it also takes back what the layers before it could not.
 */
export async function correctProgram(
  float: OnnxModel,
  { program, targets, arithmetic, feeds }: Correctable,
  samples: readonly Sample[],
  { weights = false, onLayer }: Omit<CorrectionOptions, "arithmetic"> = {},
): Promise<Corrected> {
  const byTensor = new Map([...targets.values()].map((target) => [target.tensor, target]));
  const biases = new Map<string, Int8Array | Int32Array>();
  const integers = new Map<string, Int8Array>();
  if (targets.size === 0) return { biases, integers };
  const products = weights ? productsUnder(program, targets) : new Map();
  const means = await floatMeans(float, byTensor, samples);
  const values = new BatchValues(samples.length, arithmetic);
  const dead = lastUses(program);
  const done = new Set<number>();
  const fed = samples.map(feeds);
  for (const layer of program.layers) if (layer.kind === "param") values.set(layer.index, [[layer.tensor]]);
  for (const layer of program.layers) {
    const target = targets.get(layer.index);
    const product = products.get(layer.index);
    if (product !== undefined) {
      const fitted = await fitLayer(float, product, values, samples);
      if (fitted !== undefined) integers.set(product.target.tensor, fitted);
    }
    if (layer.kind === "input") {
      values.set(
        layer.index,
        fed.map((sample) => [sample.get(layer.name)!]),
      );
    } else if (target !== undefined) {
      const bias = await chooseBias(target, values, samples.length, means.get(target.tensor)!);
      biases.set(target.tensor, bias.data as Int8Array | Int32Array);
      for (const { index } of target.tail) done.add(index);
    } else if (layer.kind === "call" && !done.has(layer.index)) await values.run(layer);
    values.free(dead.get(layer.index) ?? []);
    onLayer?.(layer.index + 1, program.layers.length);
  }
  return { biases, integers };
}
