import { withNumber } from "../../operators/elementwise.js";
import { softmax } from "../../operators/softmax.js";
import type { OperatorRule } from "../rule.js";

export const softmaxOperator: OperatorRule = {
  emit({ g, value, options }) {
    const x = value(0);
    const beta = options?.float(0) ?? 1;
    return softmax(g, "Softmax", beta === 1 ? x : withNumber(g, "Mul", x, beta), x.shape.length - 1);
  },
};

export const logSoftmax: OperatorRule = {
  emit: ({ g, value }) => softmax(g, "LogSoftmax", value(0), value(0).shape.length - 1),
};
