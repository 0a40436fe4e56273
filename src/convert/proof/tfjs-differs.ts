import type { KerasModel } from "../keras/model.js";
import { type LayerConfig, MODELS, readTopology, type Topology } from "../keras/topology.js";

/** Where tfjs computes something else than the Keras that wrote the file, without a word: a comparison would say nothing. */
const DIFFERS: readonly ((layer: LayerConfig, model: KerasModel) => string | undefined)[] = [
  ({ className, config }, { dialect }) =>
    className === "UpSampling2D" && config.interpolation === "bilinear" && dialect !== "tfjs"
      ? "bilinear UpSampling2D from the pixels' corners"
      : undefined,
  ({ config }, { dialect }) =>
    dialect === "keras3" && JSON.stringify(config).includes("hard_sigmoid") ? "hard_sigmoid with slope 0.2" : undefined,
  ({ className, config }) =>
    className === "ReLU" && (Number(config.negative_slope ?? 0) !== 0 || Number(config.threshold ?? 0) !== 0)
      ? "ReLU without slope and threshold"
      : undefined,
  ({ className, config }) =>
    /Transpose$/.test(className) && [config.dilation_rate].flat().some((rate) => rate !== 1 && rate !== undefined)
      ? `${className} without dilation`
      : undefined,
];

/** The first layer that tfjs computes otherwise, and how; undefined where all are alike. */
export function tfjsDiffers(model: KerasModel): string | undefined {
  const search = ({ layers }: Topology): string | undefined => {
    for (const layer of layers) {
      const how = DIFFERS.map((differs) => differs(layer, model)).find((found) => found !== undefined);
      if (how !== undefined) return `layer ${layer.name}: tfjs computes ${how}`;
      if (!MODELS.has(layer.className)) continue;
      const inner = search(readTopology(layer.className, layer.config, layer.name));
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return search(model.topology);
}
