import { numberAttribute, numbersAttribute } from "../../../../../kernels-ref/attributes.js";
import { gateVector } from "../../../../../kernels-ref/espdl/gate-sums.js";
import { sigmoidEntries, tanhEntries } from "../../../../../kernels-ref/espdl/gate-table.js";
import { itemSize } from "../../../../base/tensor/dtype.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import type { CallSite, Emitter } from "../emitter.js";
import { power, rounding, suffixOf } from "./numbers.js";

function table(site: CallSite, entries: Float32Array): string {
  return site.store(new Tensor("float32", [entries.length], entries), "table");
}

/** `espdl.gru` and `espdl.lstm`. */
export const emitDlRecurrent: Emitter = (site) => {
  const { call, types, arithmetic } = site;
  const { attributes } = call;
  const number = (name: string): number => numberAttribute(attributes, name);
  const [steps, , inputs] = types[0]!.shape as [number, number, number];
  const bytes = itemSize(types[0]!.dtype);
  const [fromInput, fromState] = [inputs, number("hidden_size")].map((columns, i) => {
    const shift = numbersAttribute(attributes, "shifts")[i]!;
    return `{${gateVector(bytes, bytes, columns, shift, arithmetic.vector)}, ${shift}, ${power(-shift)}}`;
  });
  const gateExponent = number("gate_exponent");
  const [sigmoid, tanh] = [sigmoidEntries(gateExponent), tanhEntries(gateExponent)];
  const fields = [
    ...[steps, inputs, number("hidden_size"), number("directions"), rounding(site)],
    ...[arithmetic.vector?.chip === "esp32s3" ? 1 : 0, fromInput, fromState, sigmoid.length - 1, tanh.length - 1],
    ...[table(site, sigmoid), table(site, tanh), power(-number("output_exponent")), power(-gateExponent)],
  ];
  const operands = [...types.map((_, i) => site.read(i)), ...call.types.map((_, i) => site.write(i))];
  return `  static const struct dl_recurrent net = {${fields.join(", ")}};
  dl_${call.op.slice(6)}_${suffixOf(site)}(&net, ${operands.join(", ")});`;
};
