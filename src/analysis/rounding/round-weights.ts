import type { OnnxModel } from "../../formats/onnx/model.js";
import { Activations } from "../../quantization/calibrate/activations.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { Moments } from "./moments.js";
import { type Product, productsOf } from "./products.js";
import { roundChannel } from "./round-channel.js";

/** More terms than this take a covariance too large to be worth it. */
const MOST_TERMS = 1024;
const HIGH = 127;

/** Covariances of the terms of a model's products over samples, by the tensor that the product makes. */
export async function momentsOf(float: OnnxModel, samples: readonly Sample[]): Promise<ReadonlyMap<Product, Moments>> {
  const found = new Map<Product, Moments>();
  const byInput = new Map<string, Product[]>();
  for (const product of productsOf(float)) {
    if (product.terms > MOST_TERMS) continue;
    found.set(product, new Moments(product, samples.length));
    byInput.set(product.input, [...(byInput.get(product.input) ?? []), product]);
  }
  const shapes = new Map(
    [...float.graph.valueInfo.values(), ...float.graph.inputs].map(({ name, shape }) => [name, shape as number[]]),
  );
  const activations = await Activations.open(float, [...byInput.keys()]);
  try {
    await activations.pass(samples, (name, data) => {
      for (const product of byInput.get(name)!) found.get(product)!.add(data, shapes.get(name)!);
    });
  } finally {
    await activations.close();
  }
  return found;
}

/**
 * Weights rounded for the products' sums, by the tensor that a product makes.
 * @param exponentsOf of a product's weights: one, or one an output channel; undefined leaves them alone
 */
export function roundWeights(
  float: OnnxModel,
  moments: ReadonlyMap<Product, Moments>,
  exponentsOf: (tensor: string, weight: string) => readonly number[] | undefined,
): Map<string, Int8Array> {
  const result = new Map<string, Int8Array>();
  for (const [product, moment] of moments) {
    const given = exponentsOf(product.tensor, product.weight);
    if (given === undefined) continue;
    const data = float.graph.initializers.get(product.weight)!.data as Float32Array;
    const integers = new Int8Array(data.length);
    const { channels, groups, terms, at } = product;
    for (let group = 0; group < groups; group++) {
      const covariance = moment.covariance(group);
      const each = channels / groups;
      for (let channel = group * each; channel < (group + 1) * each; channel++) {
        const step = 2 ** given[channel % given.length]!;
        const real = Float64Array.from({ length: terms }, (_, term) => data[at(channel, term)]! / step);
        const rounded = roundChannel(real, covariance, -HIGH, HIGH);
        for (let term = 0; term < terms; term++) integers[at(channel, term)] = rounded.integers[term]!;
      }
    }
    result.set(product.tensor, integers);
  }
  return result;
}
