import { chain, graph, type Layer, type Model, tf } from "./tf.js";

type Zoo = Record<string, () => Model>;
const L = () => tf!.layers;
const IMAGE = [5, 4, 6];
const one =
  (layer: () => Layer, shape = IMAGE) =>
  () =>
    chain(shape, layer());

/** The names of tfjs 4.22 that its own enumeration of types has. */
const ACTIVATIONS = [
  ...(["elu", "hardSigmoid", "linear", "relu", "relu6", "selu", "sigmoid", "softmax", "softplus"] as const),
  ...(["softsign", "tanh", "swish", "mish", "gelu"] as const),
];

function activations(): Zoo {
  const zoo: Zoo = {};
  for (const activation of ACTIVATIONS) {
    zoo[`dense ${activation}`] = one(() => L().dense({ units: 7, activation }), [6]);
    zoo[`conv, activation ${activation}`] = () =>
      chain(IMAGE, L().conv2d({ filters: 3, kernelSize: 2 }), L().activation({ activation }));
  }
  return {
    ...zoo,
    "dense over three axes": one(() => L().dense({ units: 3, activation: "relu" }), [4, 6]),
    "dense over an image": one(() => L().dense({ units: 3, useBias: false })),
    reLU: one(() => L().reLU()),
    "reLU max": one(() => L().reLU({ maxValue: 0.5 })),
    leakyReLU: one(() => L().leakyReLU({ alpha: 0.1 })),
    elu: one(() => L().elu({})),
    prelu: one(() => L().prelu({})),
    "prelu shared": one(() => L().prelu({ sharedAxes: [1, 2] })),
    "prelu behind a convolution": () =>
      chain(IMAGE, L().conv2d({ filters: 3, kernelSize: 2 }), L().prelu({ sharedAxes: [1, 2] })),
    thresholdedReLU: one(() => L().thresholdedReLU({ theta: 0.3 })),
    "softmax of the last axis": one(() => L().softmax({ axis: -1 })),
    "softmax of a vector": one(() => L().softmax({ axis: 1 }), [6]),
  };
}

function normalizations(): Zoo {
  const bn = (args: Parameters<ReturnType<typeof L>["batchNormalization"]>[0]) => L().batchNormalization(args);
  return {
    "batch normalization of a convolution": () => chain(IMAGE, L().conv2d({ filters: 3, kernelSize: 2 }), bn({})),
    "batch normalization of a vector": one(() => bn({ epsilon: 0.01 }), [6]),
    "batch normalization without scale": one(() => bn({ scale: false })),
    "batch normalization without center": one(() => bn({ center: false })),
    "batch normalization of a sequence": one(() => bn({}), [7, 3]),
    "layer normalization": one(() => L().layerNormalization({})),
    "layer normalization of a vector": one(() => L().layerNormalization({ epsilon: 0.01 }), [6]),
    "layer normalization behind a convolution": () =>
      chain(IMAGE, L().conv2d({ filters: 3, kernelSize: 2 }), L().layerNormalization({ scale: false })),
    rescaling: one(() => L().rescaling({ scale: 1 / 127.5, offset: -1 })),
    dropout: () => chain([6], L().dense({ units: 4 }), L().dropout({ rate: 0.5 })),
    spatialDropout1d: one(() => L().spatialDropout1d({ rate: 0.5 }), [4, 6]),
    "gaussianNoise, gaussianDropout, alphaDropout": () =>
      chain([6], L().gaussianNoise({ stddev: 1 }), L().gaussianDropout({ rate: 0.5 }), L().alphaDropout({ rate: 0.5 })),
  };
}

function shapes(): Zoo {
  return {
    flatten: one(() => L().flatten()),
    "flatten behind a convolution": () =>
      chain(IMAGE, L().conv2d({ filters: 3, kernelSize: 2 }), L().flatten(), L().dense({ units: 3 })),
    reshape: one(() => L().reshape({ targetShape: [8, 15] })),
    "reshape with a free size": one(() => L().reshape({ targetShape: [-1, 3] })),
    permute: one(() => L().permute({ dims: [2, 3, 1] })),
    "permute behind a convolution": () =>
      chain(IMAGE, L().conv2d({ filters: 3, kernelSize: 2 }), L().permute({ dims: [3, 1, 2] })),
    "permute, convolution": () =>
      chain(IMAGE, L().permute({ dims: [3, 2, 1] }), L().conv2d({ filters: 3, kernelSize: 2 })),
    repeatVector: one(() => L().repeatVector({ n: 3 }), [5]),
  };
}

function merges(): Zoo {
  const zoo: Zoo = {};
  for (const name of ["add", "average", "maximum", "minimum", "multiply"] as const)
    zoo[`${name} of three`] = () =>
      graph(IMAGE, (x) => {
        const conv = () => L().conv2d({ filters: 6, kernelSize: 3, padding: "same" }).apply(x) as typeof x;
        return L()[name]().apply([x, conv(), conv()]) as typeof x;
      });
  for (const axis of [1, 2, 3, -1])
    zoo[`concatenate axis ${axis}`] = () =>
      graph(IMAGE, (x) => {
        const conv = L().conv2d({ filters: 6, kernelSize: 3, padding: "same" }).apply(x) as typeof x;
        return L().concatenate({ axis }).apply([conv, x]) as typeof x;
      });
  zoo["multiply of an image and its channels"] = () =>
    graph(IMAGE, (x) => {
      const conv = L().conv2d({ filters: 4, kernelSize: 3, padding: "same" }).apply(x) as typeof x;
      const mean = L().globalAveragePooling2d({}).apply(conv) as typeof x;
      const gate = L().dense({ units: 4, activation: "sigmoid" }).apply(mean) as typeof x;
      return L()
        .multiply()
        .apply([
          conv,
          L()
            .reshape({ targetShape: [1, 1, 4] })
            .apply(gate) as typeof x,
        ]) as typeof x;
    });
  return zoo;
}

export const elements = (): Zoo => ({ ...activations(), ...normalizations(), ...shapes(), ...merges() });
