import * as ort from "onnxruntime-node";
import { KERNELS, TVM_ARITHMETIC } from "../../kernels-ref/index.js";
import type { DType } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { best } from "./best.js";
import { CoordinateTensor, convolveByCoordinates } from "./element-getters.js";

const SIDE = 56;
const CHANNELS = 64;
/** Products of one run, in thousand millions. */
const GMAC = (SIDE * SIDE * CHANNELS * CHANNELS * 9) / 1e9;
const PADS = [1, 1, 1, 1];

/** int8 numbers of both signs that do not repeat early. */
function noise(shape: readonly number[]): Tensor {
  const tensor = Tensor.zeros("int8", shape);
  for (let i = 0, state = 1; i < tensor.size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    tensor.data[i] = state >> 24;
  }
  return tensor;
}

const x = noise([1, SIDE, SIDE, CHANNELS]);
const w = noise([3, 3, CHANNELS, CHANNELS]);

/** GMAC/s of the reference kernel: int8 × int8 → int32. */
export async function reference(): Promise<number> {
  const kernel = KERNELS.get("nn.conv2d")!;
  const attributes = { padding: PADS, data_layout: "NHWC", kernel_layout: "HWIO", out_dtype: "int32" };
  const output = Tensor.zeros("int32", [1, SIDE, SIDE, CHANNELS]);
  return GMAC / (await best(8, () => kernel([x, w], attributes, [output], TVM_ARITHMETIC)));
}

/** GMAC/s of the same through element getters, on the first rows of the image only: it is slow. */
export async function elementGetters(): Promise<number> {
  const rows = 4;
  const image = new CoordinateTensor(x.shape, x.data as Int8Array);
  const kernel = new CoordinateTensor(w.shape, w.data as Int8Array);
  const output = new CoordinateTensor([1, SIDE, SIDE, CHANNELS], new Int32Array(SIDE * SIDE * CHANNELS));
  const seconds = await best(3, () => convolveByCoordinates(image, kernel, output, rows));
  // The first row has one row of taps less than the others.
  return (GMAC * ((rows - 1 / 3) / SIDE)) / seconds;
}

function model(node: OnnxNode, dtype: DType, initializers: Readonly<Record<string, Tensor>>): OnnxModel {
  const image = { dtype, shape: [1, CHANNELS, SIDE, SIDE] };
  return {
    irVersion: 8,
    producerName: "bench",
    producerVersion: "",
    opsets: new Map([["", 13]]),
    metadata: new Map(),
    graph: {
      name: "convolution",
      nodes: [node],
      initializers: new Map(Object.entries(initializers)),
      inputs: [{ name: "x", ...image }],
      outputs: [{ name: "y", ...image }],
      valueInfo: new Map(),
    },
  };
}

async function onnxruntime(source: OnnxModel, dtype: "float32" | "int8"): Promise<number> {
  const session = await ort.InferenceSession.create(serializeModel(source), {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const data = Tensor.zeros(dtype, [1, CHANNELS, SIDE, SIDE]).data;
  data.set(x.data as never);
  const feeds = { x: new ort.Tensor(dtype, data as ort.Tensor.DataType, [1, CHANNELS, SIDE, SIDE]) };
  const seconds = await best(20, () => session.run(feeds));
  await session.release();
  return GMAC / seconds;
}

const WEIGHT = [CHANNELS, CHANNELS, 3, 3];
const attributes: OnnxNode["attributes"] = new Map([["pads", { type: "ints", value: PADS }]]);
const outputs = ["y"];

/** GMAC/s of ONNX Runtime's float32 convolution on one thread. */
export function onnxruntimeFloat(): Promise<number> {
  const node = { opType: "Conv", domain: "", name: "conv", inputs: ["x", "w"], outputs, attributes };
  const weight = new Tensor("float32", WEIGHT, Float32Array.from(w.data as Int8Array));
  return onnxruntime(model(node, "float32", { w: weight }), "float32");
}

/** GMAC/s of ONNX Runtime's int8 × int8 QLinearConv on one thread. */
export function onnxruntimeInt8(): Promise<number> {
  const inputs = ["x", "s", "z", "w", "s", "z", "s", "z"];
  const node = { opType: "QLinearConv", domain: "", name: "conv", inputs, outputs, attributes };
  const scale = { s: Tensor.scalar("float32", 2 ** -6), z: Tensor.scalar("int8", 0) };
  return onnxruntime(model(node, "int8", { ...scale, w: w.reshape(WEIGHT) }), "int8");
}
