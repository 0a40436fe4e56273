import type { NodeView } from "./node-view.js";
import type { ValueFacts } from "./value-facts.js";

export type { Shape, ValueFacts } from "./value-facts.js";

/** The facts of a node's outputs, in order; trailing outputs that the node does not name may be left out or given. */
export type ShapeRule = (node: NodeView) => readonly ValueFacts[];
