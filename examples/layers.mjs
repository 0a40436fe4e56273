// Every layer of an int8 model as the chip computes it, and the largest error that it has against the float model.
// node examples/layers.mjs [float.onnx calibration.npz]
import { diff, floatTrace, GraphModuleDebug, openSamples, preprocess, quantizeModel, readModel } from "espdl-lab";

const [model = "notebooks/models/mnist_cnn.onnx", calibration = "notebooks/data/calibration.npz"] =
  process.argv.slice(2);

const float = await preprocess(readModel(model));
const samples = openSamples(calibration, float);
const quantized = await quantizeModel(float, samples);
const [sample] = samples;

const module = GraphModuleDebug.create(quantized.model);
for (const [name, tensor] of sample) module.setInput(name, tensor);
const integers = module.run();
const reals = await floatTrace(quantized.float, quantized.model, module.program, sample);

const { layers } = diff(reals, integers);
for (const { index, onnx, entire } of layers) {
  if (entire === undefined || onnx.length === 0) continue;
  console.log(`${String(index).padStart(4)}  ${onnx.join(" + ").padEnd(40)} ${entire.snr.toFixed(1)} dB`);
}
