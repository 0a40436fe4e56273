import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { fuseAttention } from "./attention/fuse.js";
import { legalizeAttention } from "./attention/legalize.js";
import { compactMasks } from "./attention/masks.js";
import type { Draft } from "./draft.js";
import { attributesToInputs } from "./onnx/attribute-inputs.js";
import { splitConstants } from "./onnx/constants.js";
import { decomposeConvTransposes } from "./onnx/conv-transpose.js";
import { explicitPads } from "./onnx/explicit-pads.js";
import { fromOnnx } from "./onnx/from-onnx.js";
import { fuseBatchNorms } from "./onnx/fuse-batch-norm.js";
import { fuseBias } from "./onnx/fuse-bias.js";
import { fuseSwish } from "./onnx/fuse-swish.js";
import { plainGemms } from "./onnx/plain-gemm.js";
import { completeRecurrent } from "./onnx/recurrent-states.js";
import { removeIdentities } from "./onnx/remove-identity.js";
import type { Release } from "./options.js";
import { denseConvolutions } from "./rewrite/dense-convolution.js";
import { rewriteForChip } from "./rewrite/rewrite.js";

export interface PrepareOptions {
  readonly release: Release;
  /** Names of softmaxes that no fusion may take. */
  readonly kept?: ReadonlySet<string>;
  /** Leave operators that no chip registers as they are, as esp-ppq does. */
  readonly faithful?: boolean;
  readonly warn?: (message: string) => void;
}

/** The float graph that is quantized: the operators of ESP-DL, a reader for each constant. */
export function prepare(
  model: OnnxModel,
  values: ReadonlyMap<string, Tensor>,
  { release, kept = new Set(), faithful = false, warn = () => {} }: PrepareOptions,
): Draft {
  const draft = fromOnnx(model, values);
  removeIdentities(draft);
  fuseBias(draft);
  fuseBatchNorms(draft);
  fuseSwish(draft);
  attributesToInputs(draft);
  explicitPads(draft);
  splitConstants(draft);
  plainGemms(draft);
  if (!faithful) rewriteForChip(draft);
  if (release === "1.3.12") {
    fuseAttention(draft, kept);
    legalizeAttention(draft);
    compactMasks(draft);
  }
  decomposeConvTransposes(draft);
  if (!faithful) denseConvolutions(draft, warn);
  completeRecurrent(draft);
  return draft;
}
