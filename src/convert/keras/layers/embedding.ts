import { embedding } from "../../operators/gather.js";
import type { LayerRule } from "../rule.js";

export const embeddingLayer: LayerRule = {
  weights: () => ["embeddings"],
  emit({ g, config, inputs, take }) {
    config.refuse("mask_zero", false, "build the layer without masking");
    return embedding(g, inputs[0]!, take("embeddings", [config.int("input_dim"), config.int("output_dim")]));
  },
};
