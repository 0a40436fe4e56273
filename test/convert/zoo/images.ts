import { chain, type Layer, type Model, tf } from "./tf.js";

type Zoo = Record<string, () => Model>;
const L = () => tf!.layers;
const IMAGE = [9, 8, 3];
const one =
  (layer: () => Layer, shape = IMAGE) =>
  () =>
    chain(shape, layer());

function convolutions(): Zoo {
  const zoo: Zoo = {};
  for (const padding of ["same", "valid"] as const) {
    for (const strides of [1, 2, 3])
      zoo[`conv2d ${padding} stride ${strides}`] = one(() =>
        L().conv2d({ filters: 4, kernelSize: 3, strides, padding }),
      );
    zoo[`conv2d ${padding} kernel 2×4`] = one(() => L().conv2d({ filters: 2, kernelSize: [2, 4], padding }));
    zoo[`conv2d ${padding} strides 2×1 without bias`] = one(() =>
      L().conv2d({ filters: 2, kernelSize: 4, strides: [2, 1], padding, useBias: false }),
    );
    zoo[`conv2d ${padding} dilated`] = one(() => L().conv2d({ filters: 2, kernelSize: 3, dilationRate: 2, padding }));
    zoo[`conv1d ${padding}`] = one(() => L().conv1d({ filters: 4, kernelSize: 3, strides: 2, padding }), [11, 3]);
    for (const strides of [1, 2])
      zoo[`depthwise ${padding} stride ${strides}`] = one(() =>
        L().depthwiseConv2d({ kernelSize: 3, strides, depthMultiplier: 2, padding }),
      );
    zoo[`separable ${padding}`] = one(() =>
      L().separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, strides: 2, padding, activation: "relu" }),
    );
    for (const [kernelSize, strides] of [
      [3, 1],
      [3, 2],
      [2, 2],
      [4, 2],
      [2, 3],
    ] as const)
      zoo[`conv2dTranspose ${padding} kernel ${kernelSize} stride ${strides}`] = one(() =>
        L().conv2dTranspose({ filters: 4, kernelSize, strides, padding }),
      );
    zoo[`conv3d ${padding}`] = one(() => L().conv3d({ filters: 2, kernelSize: 2, padding }), [4, 5, 6, 2]);
  }
  zoo["conv2d relu"] = one(() => L().conv2d({ filters: 4, kernelSize: 1, activation: "relu" }));
  zoo["depthwise without bias"] = one(() => L().depthwiseConv2d({ kernelSize: 3, useBias: false }));
  zoo["separable without bias"] = one(() => L().separableConv2d({ filters: 5, kernelSize: 2, useBias: false }));
  return zoo;
}

function pools(): Zoo {
  const zoo: Zoo = {};
  for (const padding of ["same", "valid"] as const) {
    zoo[`maxPooling1d ${padding}`] = one(() => L().maxPooling1d({ poolSize: 3, strides: 2, padding }), [10, 3]);
    zoo[`averagePooling1d ${padding}`] = one(() => L().averagePooling1d({ poolSize: 2, padding }), [11, 3]);
    for (const strides of [1, 2]) {
      zoo[`maxPooling2d ${padding} ${strides}`] = one(() => L().maxPooling2d({ poolSize: [3, 2], strides, padding }));
      zoo[`averagePooling2d ${padding} ${strides}`] = one(() =>
        L().averagePooling2d({ poolSize: [3, 2], strides: [strides, strides], padding }),
      );
    }
    zoo[`maxPooling3d ${padding}`] = one(() => L().maxPooling3d({ poolSize: 2, strides: 2, padding }), [5, 4, 6, 2]);
    zoo[`averagePooling3d ${padding}`] = one(
      () => L().averagePooling3d({ poolSize: 2, strides: 2, padding }),
      [5, 4, 6, 2],
    );
  }
  zoo.globalAveragePooling1d = one(() => L().globalAveragePooling1d(), [7, 3]);
  zoo.globalMaxPooling1d = one(() => L().globalMaxPooling1d(), [7, 3]);
  zoo.globalAveragePooling2d = one(() => L().globalAveragePooling2d({}));
  zoo.globalMaxPooling2d = one(() => L().globalMaxPooling2d({}));
  return zoo;
}

function frames(): Zoo {
  return {
    zeroPadding2d: one(() =>
      L().zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
    "zeroPadding2d one number": one(() => L().zeroPadding2d({ padding: 2 })),
    cropping2D: one(() =>
      L().cropping2D({
        cropping: [
          [1, 2],
          [3, 0],
        ],
      }),
    ),
    upSampling2d: one(() => L().upSampling2d({ size: [2, 3] })),
    "padding, convolution": () =>
      chain(IMAGE, L().zeroPadding2d({ padding: 1 }), L().conv2d({ filters: 2, kernelSize: 3, strides: 2 })),
  };
}

export const images = (): Zoo => ({ ...convolutions(), ...pools(), ...frames() });
