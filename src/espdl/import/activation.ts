import { fromBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, Value } from "../../ir/graph/graph.js";
import type { EspdlTensor } from "../model.js";
import type { Importer, ImporterTable, NodeView } from "./node-view.js";

function lookup(view: NodeView, table: EspdlTensor): readonly Value[] {
  const { dtype, dims, bytes } = table;
  const entries = new Tensor(dtype, dims, fromBytes(dtype, bytes));
  const flat = entries.reshape([entries.size]);
  const step = dtype === "int16" ? stepOf(view.int("int16_lut_step", 0), entries.size) : 0;
  return view.call("espdl.lut", [view.value(0), view.constant(table, flat)], step === 0 ? {} : { step });
}

/** The chip derives a step from the table's size; one that is stated counts where both agree, as powers of two do. */
function stepOf(stated: number, entries: number): number {
  return stated > 0 && Number.isInteger(Math.log2(stated)) ? stated : Math.floor(65536 / Math.max(1, entries - 1));
}

/** int8 looks the result up when the file holds a table; int16 and float32 always compute the formula. */
const formula =
  (op: string, attributesOf: (view: NodeView) => Attributes = () => ({})): Importer =>
  (view) => {
    const table = view.value(0).type.dtype === "int8" ? view.table() : undefined;
    if (table !== undefined) return lookup(view, table);
    return view.call(op, [view.value(0)], { ...attributesOf(view), ...view.unaryExponents() });
  };

/** Operators that exist as a table only. */
function tableOnly(view: NodeView): readonly Value[] {
  const table = view.table();
  return table === undefined
    ? view.fail("a table is needed", "no attribute lut", "export the model with esp-ppq")
    : lookup(view, table);
}

/** Bounds are integers on the data's own grid; a bound left out is the end of the data's range. */
function clipBounds(view: NodeView): Attributes {
  const { dtype } = view.value(0).type;
  const end = dtype === "int8" ? 127 : dtype === "int16" ? 32767 : Number.MAX_VALUE;
  const start = dtype === "float32" ? -end : -end - 1;
  return { minimum: view.constantNumbers(1)?.[0] ?? start, maximum: view.constantNumbers(2)?.[0] ?? end };
}

/** The slope is stored as [C, 1, 1]; one number stands for all channels. */
function prelu(view: NodeView): readonly Value[] {
  const data = view.value(0);
  const table = data.type.dtype === "int8" ? view.table() : undefined;
  if (table !== undefined) return lookup(view, table);
  const initializer = view.initializer(1);
  const slope = new Tensor(initializer.dtype, initializer.dims, fromBytes(initializer.dtype, initializer.bytes));
  const rescale = view.outputExponent() - view.exponent(0);
  const attributes = { shift: rescale - view.exponent(1), rescale };
  return view.call("espdl.prelu", [data, view.constant(initializer, slope.reshape([slope.size]))], attributes);
}

export const ACTIVATION: ImporterTable = {
  Clip: formula("espdl.clip", clipBounds),
  Elu: formula("espdl.elu", (view) => ({ alpha: view.float("alpha", 1) })),
  Exp: formula("espdl.exp"),
  Gelu: tableOnly,
  HardSigmoid: formula("espdl.hard_sigmoid", (view) => ({
    alpha: view.float("alpha", 0.2),
    beta: view.float("beta", 0.5),
  })),
  HardSwish: formula("espdl.hard_swish"),
  LUT: tableOnly,
  LeakyRelu: formula("espdl.leaky_relu", (view) => ({ alpha: view.float("alpha", 0.01) })),
  Log: formula("espdl.log"),
  Neg: formula("espdl.neg"),
  PRelu: prelu,
  Relu: formula("espdl.relu"),
  Sigmoid: formula("espdl.sigmoid"),
  Sqrt: formula("espdl.sqrt"),
  Swish: formula("espdl.swish"),
  Tanh: formula("espdl.tanh"),
};
