import { text, textOf } from "../attribute.js";
import type { TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

/** The lengths of all labels of `operands`, which must agree. */
function lengths(operands: readonly string[], inputs: readonly TensorType[]): Map<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach((labels, i) => {
    const type = input(inputs, i);
    require(type.dtype === input(inputs, 0).dtype, () => `all operands must have one dtype, got ${show(type)}`);
    require(labels.length === type.shape.length, () => `${labels} does not name the axes of ${show(type)}`);
    [...labels].forEach((label, axis) => {
      const size = type.shape[axis] as number;
      require((sizes.get(label) ?? size) === size, () => `label ${label} must be ${sizes.get(label)}, got ${size}`);
      sizes.set(label, size);
    });
  });
  return sizes;
}

/** Sums of products over labelled axes. */
export const EINSUM: OperatorTable = {
  einsum: {
    attributes: [text("equation")],
    infer(inputs, attributes) {
      const [left = "", right = ""] = textOf(attributes, "equation").split("->");
      const operands = left.split(",");
      require(operands.length === inputs.length, () => `${left} does not name ${inputs.length} operands`);
      const sizes = lengths(operands, inputs);
      const shape = [...right].map((label) => {
        const size = sizes.get(label);
        require(size !== undefined, () => `label ${label} must be one of ${left}`);
        return size;
      });
      return [tensor(input(inputs, 0).dtype, shape)];
    },
  },
};
