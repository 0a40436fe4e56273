import type { Value } from "../../ir/graph/graph.js";
import type { Importer, ImporterTable, NodeView } from "./node-view.js";

/** The exponents of operands and result do not matter on the chip. (Its runtime of today refuses to compare float32.) */
const raw =
  (op: string): Importer =>
  (view) =>
    view.call(op, [view.value(0), view.value(1)]);

const scaled =
  (op: string): Importer =>
  (view) =>
    view.call(op, [view.value(0), view.value(1)], {
      left_exponent: view.exponent(0),
      right_exponent: view.exponent(1),
      output_exponent: view.outputExponent(),
    });

/** Quantize, dequantize, requantize: the scale inputs are not read, the tensors' exponents say it all. */
function requantize(view: NodeView): readonly Value[] {
  return view.call("espdl.requantize", [view.value(0)], { dtype: view.outputDtype(), ...view.unaryExponents() });
}

/** Operators with two operands, and changes of the quantization. */
export const ELEMENTWISE: ImporterTable = {
  Add: raw("espdl.add"),
  Sub: raw("espdl.sub"),
  Mul: scaled("espdl.mul"),
  Div: scaled("espdl.div"),
  Mod: scaled("espdl.mod"),
  Pow: scaled("espdl.pow"),
  Equal: raw("espdl.equal"),
  Greater: raw("espdl.greater"),
  GreaterOrEqual: raw("espdl.greater_or_equal"),
  Less: raw("espdl.less"),
  LessOrEqual: raw("espdl.less_or_equal"),
  QuantizeLinear: requantize,
  DequantizeLinear: requantize,
  RequantizeLinear: requantize,
};
