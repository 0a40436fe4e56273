import type { Graph } from "../graph/graph.js";

/** What a pass may know beside the graph. */
export interface PassContext {
  /** True: the original's results, bugs included. False: the board's law. */
  readonly compat: boolean;
  /** Takes a warning of one line for the user; the pass goes on. */
  readonly warn: (message: string) => void;
}

/** Graph → graph; never edits its argument. */
export type Pass = (graph: Graph, context: PassContext) => Graph;
