import { embedding } from "../../operators/gather.js";
import type { OperatorRule } from "../rule.js";

/** GATHER of rows out of a constant table. */
export const gather: OperatorRule = {
  emit(call) {
    const table = call.value(0).constant;
    const [axis, batch] = [call.options?.int32(0) ?? 0, call.options?.int32(1) ?? 0];
    if (table?.shape.length !== 2 || axis !== 0 || batch !== 0)
      return call.refuse("table", `axis ${axis}, batch ${batch}`, "rows of a constant matrix");
    return embedding(call.g, call.value(1), table);
  },
};
