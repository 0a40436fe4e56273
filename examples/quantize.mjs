// A float model becomes int8, and how well it does on samples that calibration has not seen.
// node examples/quantize.mjs [float.onnx calibration.npz test.npz int8.onnx]
import { writeFileSync } from "node:fs";
import {
  evaluate,
  openLabelledSamples,
  openSamples,
  preprocess,
  quantizeModel,
  readModel,
  serializeModel,
} from "espdl-lab";

const [
  model = "notebooks/models/mnist_cnn.onnx",
  calibration = "notebooks/data/calibration.npz",
  test = "notebooks/data/held_out.npz",
  output = "model_int8.onnx",
] = process.argv.slice(2);

const float = await preprocess(readModel(model));
const quantized = await quantizeModel(float, openSamples(calibration, float));
for (const { message } of quantized.warnings) console.warn(message);
writeFileSync(output, serializeModel(quantized.model));

const inputs = float.graph.inputs.map(({ name }) => name);
const { models, difference } = await evaluate([float, quantized.model], openLabelledSamples(test, inputs));
const names = ["float", "int8"];
models.forEach(({ value, agreement }, i) => {
  const like = agreement === undefined ? "" : `, the same class as float on ${(100 * agreement).toFixed(1)} %`;
  console.log(`${names[i].padEnd(5)} ${(100 * value).toFixed(1)} % right${like}`);
});
console.log(`the difference is ${difference.verdict}`);
