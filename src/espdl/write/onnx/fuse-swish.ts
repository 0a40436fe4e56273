import { type Draft, draftNode } from "../draft.js";

/** x · sigmoid(x), where nothing else reads the sigmoid, becomes Swish, which a chip runs as one table. */
export function fuseSwish(draft: Draft): void {
  for (const sigmoid of draft.nodes.filter(({ opType }) => opType === "Sigmoid")) {
    const [input] = sigmoid.inputs as [string];
    const [gate] = sigmoid.outputs as [string];
    const [multiply, ...others] = draft.readers(gate);
    if (multiply?.opType !== "Mul" || others.length > 0 || draft.outputs.includes(gate)) continue;
    if (!multiply.inputs.includes(input) || input === gate) continue;
    const source = draft.producer(input)?.name ?? sigmoid.name;
    const taken = draft.nodes.some(({ name }) => name === `${source}/Swish`);
    const name = `${taken ? sigmoid.name : source}/Swish`;
    const swish = draftNode({ name, opType: "Swish", inputs: [input], outputs: [...multiply.outputs] });
    draft.insertBefore(multiply, swish);
    draft.remove(sigmoid);
    draft.remove(multiply);
    draft.shapes.delete(gate);
  }
}
