import { toBytes } from "../../../base/tensor/dtype.js";
import type { OnnxAttribute } from "../../../formats/onnx/model.js";
import type { EspdlAttribute } from "../../model.js";

/** An ONNX attribute as an `.espdl` node holds it. */
export function espdlAttribute(attribute: OnnxAttribute): EspdlAttribute {
  if (attribute.type !== "tensor") return attribute;
  const { dtype, shape, data } = attribute.value;
  const dims = shape.length === 0 ? [1] : shape;
  return { type: "tensor", value: { name: "", dtype, dims, layout: "", exponents: [0], bytes: toBytes(data) } };
}
