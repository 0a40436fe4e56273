import { type Draft, type DraftNode, intsOf } from "../draft.js";
import { isIdentity, permuted } from "../permutation.js";

const ACTIVATIONS = new Set(
  "Relu Sigmoid Tanh HardSwish HardSigmoid Elu Erf Gelu Clip Cast LeakyRelu Softplus Identity Swish LUT".split(" "),
);

const permutationOf = (node: DraftNode): readonly number[] => intsOf(node, "perm")!;

const setPermutation = (node: DraftNode, value: readonly number[]): void => {
  node.attributes.set("perm", { type: "ints", value });
};

/** Transpose, activation, Transpose: one Transpose behind the activation, or none. */
export function fuseAroundActivations(draft: Draft): void {
  for (const first of [...draft.nodes]) {
    if (!draft.nodes.includes(first) || first.opType !== "Transpose") continue;
    const [activation, ...others] = draft.downstream(first);
    if (activation === undefined || others.length > 0 || !ACTIVATIONS.has(activation.opType)) continue;
    const [second, ...more] = draft.downstream(activation);
    if (second?.opType !== "Transpose" || more.length > 0) continue;
    const joined = permuted(permutationOf(first), permutationOf(second));
    draft.bypass(first);
    for (const name of activation.outputs) draft.shapes.set(name, draft.shapeOf(activation.inputs[0]!));
    setPermutation(second, joined);
    if (isIdentity(joined)) draft.bypass(second);
  }
}

/** Transposes in a row become one; one that moves nothing goes away. */
export function fuseTransposes(draft: Draft): void {
  for (const node of [...draft.nodes]) {
    if (!draft.nodes.includes(node) || node.opType !== "Transpose") continue;
    for (;;) {
      const [next, ...others] = draft.downstream(node);
      if (next?.opType !== "Transpose" || others.length > 0) break;
      setPermutation(node, permuted(permutationOf(node), permutationOf(next)));
      node.outputQuantization = next.outputQuantization;
      draft.bypassBackwards(next, node);
    }
    if (isIdentity(permutationOf(node))) draft.bypass(node);
  }
}
