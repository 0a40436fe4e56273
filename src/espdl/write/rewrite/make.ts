import { Tensor } from "../../../base/tensor/tensor.js";
import type { EspdlAttribute } from "../../model.js";
import { type Draft, type DraftNode, draftNode } from "../draft.js";

/**
 * A float node before the one that it helps to replace, whose name it takes if it makes its result.
 * @returns the name of the result: `output`, or one made up, of this shape
 */
export function insertOperator(
  draft: Draft,
  before: DraftNode,
  opType: string,
  inputs: readonly string[],
  shape: readonly number[],
  attributes: Readonly<Record<string, EspdlAttribute>> = {},
  output?: string,
): string {
  const name = output === undefined ? unused(draft, `${before.name}/${opType}`) : before.name;
  const result = output ?? draft.addValue(shape, "float32", `${name}_output`);
  const node = { name, opType, inputs: [...inputs], outputs: [result] };
  draft.insertBefore(before, draftNode({ ...node, attributes: new Map(Object.entries(attributes)) }));
  return result;
}

function unused(draft: Draft, name: string): string {
  for (let index = 0; ; index++) {
    const tried = index === 0 ? name : `${name}_${index}`;
    if (!draft.nodes.some((node) => node.name === tried) && !draft.shapes.has(`${tried}_output`)) return tried;
  }
}

/** The shape that two broadcast to. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    return x === 1 ? y : x;
  });
}

export const addIntegers = (draft: Draft, values: readonly number[]): string =>
  draft.addConstant(new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt)));

/** Whether a value is float32, constants among them. */
export const isFloat = (draft: Draft, name: string): boolean =>
  (draft.constants.get(name)?.dtype ?? draft.dtypes.get(name)) === "float32";
