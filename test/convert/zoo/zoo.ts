import { randomNumbers } from "../../../src/convert/proof/random-inputs.js";
import { elements } from "./elements.js";
import { images } from "./images.js";
import { networks } from "./networks.js";
import { sequences } from "./sequences.js";
import { type Model, tf } from "./tf.js";

/** Small models over all layers and options that tfjs has, by name. */
export const zoo = (): Record<string, () => Model> => ({ ...images(), ...elements(), ...sequences(), ...networks() });

/** A model of the zoo with weights of its own; the same every time. */
export function build(make: () => Model): Model {
  const model = make();
  const random = randomNumbers(7);
  for (const layer of model.layers) {
    const values = layer.weights.map((weight) => {
      // A variance is positive.
      const [low, high] = weight.originalName.endsWith("variance") ? [0.5, 1.5] : [-0.5, 0.5];
      const data = Float32Array.from({ length: weight.read().size }, () => low! + (high! - low!) * random());
      return tf!.tensor(data, weight.read().shape);
    });
    layer.setWeights(values);
  }
  return model;
}
