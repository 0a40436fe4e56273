import { dataTypeOf } from "../../../formats/onnx/data-type.js";
import { int } from "../../graph/attributes.js";
import { materialize } from "../../operators/elementwise.js";
import { reduce } from "../../operators/reduce.js";
import type { NodeRule } from "../rule.js";
import { axisOf } from "./layout.js";

/** ArgMax, ArgMin along one axis: where the first of the largest stands. */
export const argOperator = (opType: "ArgMax" | "ArgMin"): NodeRule => ({
  emit(call) {
    const { g } = call;
    const x = materialize(g, call.value(0));
    const axis = axisOf(call, call.numbers(1)[0] ?? 0, x.shape.length);
    const dtype = call.dtype("output_type", "DT_INT64");
    const name = g.node(opType, [x.name], { axis: int(x.order.indexOf(axis)), keepdims: int(0) });
    const shaped = { ...reduce(g, "ReduceMax", x, [axis], false), name, dtype: "int64" as const };
    if (dtype === "int64") return shaped;
    return { ...shaped, name: g.node("Cast", [name], { to: int(dataTypeOf(dtype)) }), dtype };
  },
});
