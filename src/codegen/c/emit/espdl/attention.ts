import { broadcastStrides } from "../../../../../kernels-ref/broadcast.js";
import { LONG_TABLE } from "../../../../../kernels-ref/espdl/attention-exp.js";
import { logitScale, scalesOf } from "../../../../../kernels-ref/espdl/attention-heads.js";
import { exponentials } from "../../../../../kernels-ref/espdl/attention-int8.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import { list } from "../../number.js";
import { type CallSite, type Emitter, refuse } from "../emitter.js";
import { float, rounding, suffixOf } from "./numbers.js";

/** Room of the kernel's sums. */
const DEPTH_MAX = 128;

/** `espdl.attention`: the ESP32-P4 has integer kernels, every other chip's stands for itself in double. */
export const emitDlAttention: Emitter = (site) => {
  const { call, types, arithmetic } = site;
  const { dtype } = types[0]!;
  const inIntegers = arithmetic.vector?.chip === "esp32p4" && dtype !== "float32";
  const scales = scalesOf(call.attributes);
  const depth = types[0]!.shape[3]!;
  if (depth > DEPTH_MAX) refuse(site, `heads of ${depth} elements`);
  const tables = inIntegers ? tablesOf(site, depth) : { shift: 0, exponentials: "NULL", entries: "NULL" };
  const { scale, query, key, value, output } = scales;
  const fields = [
    ...[...geometry(site), call.attributes.is_causal === true ? 1 : 0, rounding(site), tables.shift],
    ...[[scale, query, key, value, output].map(float), tables.exponentials, tables.entries].flat(),
  ];
  const mask = types[3]?.dtype;
  const masks = [mask === "bool" ? site.read(3) : "NULL", mask === "float32" ? site.read(3) : "NULL"];
  const operands = [...[0, 1, 2].map((i) => site.read(i)), ...masks, site.write(0)];
  return `  static const struct dl_attention attention = {${fields.join(", ")}};
  dl_attention_${inIntegers ? "p4_" : ""}${suffixOf(site)}(&attention, ${operands.join(", ")});`;
};

function tablesOf(site: CallSite, depth: number): { shift: number; exponentials: string; entries: string } {
  const table = (name: "float32" | "int8", data: Float32Array | Int8Array): string =>
    site.store(new Tensor(name, [data.length], data), "table");
  const long = table("float32", LONG_TABLE);
  if (site.types[0]!.dtype === "int16")
    return { shift: Math.ceil(Math.log2(depth)), exponentials: long, entries: "NULL" };
  const { shift, entries } = exponentials(logitScale(scalesOf(site.call.attributes)));
  return { shift, exponentials: long, entries: table("int8", entries) };
}

/** Fields of `struct dl_attention` up to the strides of the mask. */
function geometry({ call, types }: CallSite): (number | string)[] {
  const isByHead = call.attributes.layout !== "BNHD";
  const [headAxis, lengthAxis] = isByHead ? [1, 2] : [2, 1];
  const [query, key] = [types[0]!.shape, types[1]!.shape];
  const [batches, depth] = [query[0]!, query[3]!];
  const [heads, queries] = [query[headAxis]!, query[lengthAxis]!];
  const [keyHeads, keys] = [key[headAxis]!, key[lengthAxis]!];
  const steps = (count: number, length: number): number[] =>
    isByHead ? [count * length * depth, length * depth, depth] : [count * length * depth, depth, count * depth];
  const mask =
    types[3] === undefined ? [0, 0, 0, 0] : broadcastStrides(types[3].shape, [batches, heads, queries, keys]);
  return [
    ...[batches, heads, heads / keyHeads, queries, keys, depth],
    ...[...steps(heads, queries), ...steps(keyHeads, keys), list(mask)],
  ];
}
