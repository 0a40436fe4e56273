import { graph, type Layer, type Model, type Symbolic, tf } from "./tf.js";

type Zoo = Record<string, () => Model>;
const L = () => tf!.layers;
const IMAGE = [8, 8, 3];
const on = (layer: Layer, ...x: Symbolic[]): Symbolic => layer.apply(x.length === 1 ? x[0]! : x) as Symbolic;
const conv = (x: Symbolic, filters: number, kernelSize: number, strides = 1): Symbolic =>
  on(L().conv2d({ filters, kernelSize, strides, padding: "same", useBias: false }), x);
const normed = (x: Symbolic): Symbolic => on(L().reLU(), on(L().batchNormalization({}), x));

export const networks = (): Zoo => ({
  residual: () =>
    graph(IMAGE, (x) => {
      const first = normed(conv(x, 4, 3));
      const block = on(L().add(), on(L().batchNormalization({}), conv(normed(conv(first, 4, 3)), 4, 3)), first);
      return on(L().dense({ units: 3, activation: "softmax" }), on(L().flatten(), on(L().reLU(), block)));
    }),
  "depthwise blocks": () =>
    graph(IMAGE, (x) => {
      let y = normed(conv(x, 4, 3, 2));
      for (const strides of [1, 2]) {
        y = normed(on(L().depthwiseConv2d({ kernelSize: 3, strides, padding: "same", useBias: false }), y));
        y = normed(conv(y, 6, 1));
      }
      return on(L().dense({ units: 3 }), on(L().globalAveragePooling2d({}), y));
    }),
  branches: () =>
    graph(IMAGE, (x) => {
      const pool = on(L().maxPooling2d({ poolSize: 3, strides: 1, padding: "same" }), x);
      return on(L().concatenate(), conv(x, 2, 1), conv(x, 2, 3), conv(x, 2, 5), pool);
    }),
  "autoencoder with skips": () =>
    graph(IMAGE, (x) => {
      const a = normed(conv(x, 4, 3, 2));
      const b = normed(conv(a, 6, 3, 2));
      const up = on(L().conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: "same" }), b);
      const joined = on(L().concatenate(), up, a);
      return on(L().upSampling2d({ size: [2, 2] }), conv(joined, 3, 3));
    }),
  "a layer called twice": () =>
    graph([6], (x) => {
      const shared = L().dense({ units: 6, activation: "tanh" });
      return on(shared, on(shared, x));
    }),
  "two inputs with shared layers": () => {
    const [a, b] = [tf!.input({ shape: IMAGE }), tf!.input({ shape: IMAGE })];
    const [shared, dense] = [L().conv2d({ filters: 3, kernelSize: 3 }), L().dense({ units: 4 })];
    const side = (x: Symbolic): Symbolic => on(dense, on(L().flatten(), on(shared, x)));
    return tf!.model({ inputs: [a, b], outputs: on(L().average(), side(a), side(b)) });
  },
  "three outputs": () =>
    graph(IMAGE, (x) => {
      const a = conv(x, 4, 3);
      return [on(L().dense({ units: 2 }), on(L().flatten(), a)), a, on(L().globalMaxPooling2d({}), a)];
    }),
  "the input as an output": () => graph([6], (x) => [on(L().dense({ units: 2 }), x), x]),
  "sequential inside": () =>
    graph(IMAGE, (x) => {
      const inner = tf!.sequential({
        layers: [
          L().conv2d({ filters: 4, kernelSize: 3, inputShape: IMAGE }),
          L().batchNormalization({}),
          L().flatten(),
        ],
      });
      return on(L().dense({ units: 2 }), on(inner, x));
    }),
  "a model inside, called twice": () => {
    const inner = graph([6], (x) => on(L().add(), on(L().dense({ units: 6 }), x), x));
    return graph([6], (x) => on(inner, on(inner, x)));
  },
  sequential: () =>
    tf!.sequential({
      layers: [
        L().conv2d({ filters: 4, kernelSize: 3, inputShape: IMAGE, activation: "relu" }),
        L().maxPooling2d({ poolSize: 2 }),
        L().flatten(),
        L().dense({ units: 10, activation: "softmax" }),
      ],
    }),
});
