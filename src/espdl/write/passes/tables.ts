import { toBytes } from "../../../base/tensor/dtype.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import { bytesEqual } from "../bytes-equal.js";
import { type Draft, type DraftNode, stringOf } from "../draft.js";
import type { WriteContext } from "../options.js";
import { type Activation, activationOf } from "../tables/functions.js";
import { tabulate } from "../tables/table.js";

/** Step of the table of a 16-bit activation that stays itself; only Gelu's is read on a chip. */
const UNREAD_STEP = 256;

const TABLED = new Set(
  "Relu PRelu Sigmoid Tanh HardSwish HardSigmoid Elu Gelu Clip LeakyRelu Swish LUT Abs Exp Log Sqrt Cos Sin Tan Floor Ceil Neg Erf Softplus".split(
    " ",
  ),
);

/** Tables of the activations, from the final exponents; equal ones are written once (since 1.3.12). */
export function addTables(draft: Draft, { chip, release }: WriteContext): void {
  const tables: string[] = [];
  const shared = release !== "1.3.5";
  for (const node of draft.nodes) {
    if (!node.quantized || node.width === "float" || !TABLED.has(node.opType)) continue;
    const original = stringOf(node, "original_op_type", node.opType);
    const f = functionOf(draft, node, original);
    const to = node.outputQuantization[0];
    if (f === undefined || to === undefined) continue;
    const step = node.width === 8 ? 1 : stepOf(node);
    const table = tabulate(f, draft.exponents.get(node.inputs[0]!)?.[0] ?? 0, step, to, chip);
    const name = stored(draft, tables, shared, `${original}_lut_${tables.length}`, table, to.exponents);
    node.attributes.set("lut", { type: "string", value: name });
  }
}

function stepOf(node: DraftNode): number {
  const step = node.attributes.get("int16_lut_step");
  return step?.type === "int" ? step.value : UNREAD_STEP;
}

function functionOf(draft: Draft, node: DraftNode, opType: string): Activation | undefined {
  if (opType === "Clip") return clip(draft, node);
  if (opType === "PRelu") {
    const slope = draft.constants.get(node.inputs[1]!);
    if (slope?.size !== 1) return undefined;
    const alpha = real(draft, node.inputs[1]!);
    return (x) => (x >= 0 ? x : Math.fround(x * alpha!));
  }
  return node.inputs.length === 1 ? activationOf(node, opType) : undefined;
}

function clip(draft: Draft, node: DraftNode): Activation {
  const low = real(draft, node.inputs[1] ?? "") ?? Number.NEGATIVE_INFINITY;
  const high = real(draft, node.inputs[2] ?? "") ?? Number.POSITIVE_INFINITY;
  return (x) => Math.min(Math.max(x, low), high);
}

/** A constant's real value. */
function real(draft: Draft, name: string): number | undefined {
  const tensor = draft.constants.get(name);
  return tensor === undefined || tensor.size !== 1
    ? undefined
    : tensor.item() * 2 ** (draft.exponents.get(name)?.[0] ?? 0);
}

function stored(
  draft: Draft,
  tables: string[],
  shared: boolean,
  name: string,
  table: Tensor,
  exponents: readonly number[],
): string {
  const same = tables.find((other) => {
    if (!shared) return false;
    const tensor = draft.constants.get(other)!;
    if (tensor.dtype !== table.dtype || draft.exponents.get(other)![0] !== exponents[0]) return false;
    return bytesEqual(toBytes(tensor.data), toBytes(table.data));
  });
  if (same !== undefined) return same;
  tables.push(name);
  draft.addConstant(table, name);
  draft.exponents.set(name, exponents);
  return name;
}
