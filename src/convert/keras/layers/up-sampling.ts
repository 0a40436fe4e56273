import { resize } from "../../operators/resize.js";
import type { LayerRule } from "../rule.js";
import { spatialInput } from "./space.js";

/**
 * UpSampling1D and 2D. Keras interpolates between the pixels' centres; tfjs from their corners, so a model that it wrote
 * is read so.
 */
export const upSamplingLayer = (space: number): LayerRule => ({
  emit(call) {
    const { config, g, dialect } = call;
    const x = spatialInput(call, space);
    const factors = config.ints("size", space, 2);
    const linear = space > 1 && config.choice("interpolation", ["nearest", "bilinear"], "nearest") === "bilinear";
    const sizes = factors.map((factor, i) => factor * x.shape[i + 1]!);
    if (!linear) return resize(g, x, sizes, { mode: "nearest", coordinates: "asymmetric" });
    const coordinates = dialect === "tfjs" ? "asymmetric" : "half_pixel";
    return resize(g, x, sizes, { mode: "linear", coordinates });
  },
});
