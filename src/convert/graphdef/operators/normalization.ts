import type { Tensor } from "../../../base/tensor/tensor.js";
import { identity } from "../../graph/value.js";
import { materialize } from "../../operators/elementwise.js";
import { batchNormalization, layerNormalization } from "../../operators/normalization.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { channelsAreFirst, fromChannelsLast, toChannelsLast } from "./layout.js";

/** FusedBatchNorm, V2, V3: value, scale, offset, mean, variance. */
export const fusedBatchNorm: NodeRule = {
  emit(call) {
    const { g } = call;
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, materialize(g, call.value(0)), first);
    const channels = x.shape.at(-1)!;
    const each = (index: number): Tensor => {
      const tensor = call.constant(index);
      const good = tensor.dtype === "float32" && tensor.shape.join() === String(channels);
      return good ? tensor : call.refuse(`input ${index}`, `[${tensor.shape}]`, `${channels} numbers`);
    };
    const epsilon = call.number("epsilon", 1e-4);
    call.number("exponential_avg_factor", 1);
    // Statistics of this value itself, as LayerNormalization uses the operator.
    const own = call.flag("is_training", true);
    if (own) return fromChannelsLast(call, ownStatistics(call, x, epsilon, each(1), each(2)), first);
    const [scale, offset, mean, variance] = [each(1), each(2), each(3), each(4)];
    return fromChannelsLast(call, batchNormalization(g, x, { scale, offset, mean, variance, epsilon }), first);
  },
};

function ownStatistics(
  { g }: NodeCall,
  x: ReturnType<typeof materialize>,
  epsilon: number,
  scale: Tensor,
  offset: Tensor,
) {
  const axes = identity(x.shape.length - 1);
  return layerNormalization(g, x, axes, epsilon, scale, offset);
}
