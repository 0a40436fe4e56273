import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, keepFloat, SUFFIX } from "../activation.js";
import type { Draft, QuantizedValue } from "../draft.js";
import { makeNode } from "../make-node.js";
import { QuantizationError, quantizeArray } from "../quantization-error.js";
import { floatInitializer } from "../weight.js";

const OPSET_OF_PADS_AS_INPUT = 11;

/** Pad on int8 where its input is int8 already; the padding value takes the input's scale. */
export function quantizePad(draft: Draft, node: OnnxNode): void {
  const [data, pads, constant, ...rest] = node.inputs as [string, string, string?, ...string[]];
  const x = draft.quantized(data);
  if (x === undefined || draft.opset < OPSET_OF_PADS_AS_INPUT) {
    keepFloat(draft, node);
    return;
  }
  const mode = node.attributes.get("mode")?.value ?? "constant";
  const output = node.outputs[0] as string;
  const result = { ...x, name: output + SUFFIX };
  const value = mode === "constant" ? [paddingValue(draft, x, constant)] : node.inputs.slice(2, 3);
  draft.emit({ ...node, inputs: [x.name, pads, ...value, ...rest], outputs: [result.name] });
  defineActivation(draft, output, result);
}

function paddingValue(draft: Draft, x: QuantizedValue, constant = ""): string {
  if (constant === "") return x.zeroPoint;
  const name = constant + SUFFIX;
  if (draft.initializers.has(constant)) {
    const real = floatInitializer(draft, constant);
    const integers = new Int8Array(real.size);
    quantizeArray(real.data as Float32Array, 2 ** (x.exponent as number), -127, 127, new QuantizationError(), integers);
    draft.addInitializer(name, new Tensor("int8", real.shape, integers));
  } else {
    draft.emit(makeNode("QuantizeLinear", [constant, x.scale, x.zeroPoint], [name]));
  }
  return name;
}
