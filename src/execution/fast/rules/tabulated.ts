import { KERNELS } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { type FastRule, isHeld, isTensor } from "../rule.js";
import { emitTable } from "./esp-lookup.js";

/** Any function of one int8 that gives an int8: the reference kernel makes its table of 256. */
export const tabulated: FastRule = (call, emitter) => {
  const { op, attributes, inputs, type, arithmetic } = call;
  const [data, ...others] = inputs;
  if (!isHeld(data) || data.grid !== 0 || data.low < -128 || data.high > 127 || type.dtype !== "int8") return undefined;
  const constants = others.filter(isTensor);
  if (constants.length !== others.length || data.shape.join() !== type.shape.join()) return undefined;
  const all = new Tensor(
    "int8",
    [256],
    Int8Array.from({ length: 256 }, (_, i) => i - 128),
  );
  const table = Tensor.zeros("int8", [256]);
  KERNELS.get(op)!([all, ...constants], attributes, [table], arithmetic);
  return emitTable(emitter, data, table.toNumbers());
};
