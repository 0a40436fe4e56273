import type { Dialect } from "../operators/activations.js";
import type { Topology } from "./topology.js";
import type { WeightStore } from "./weights.js";

/** A Keras or tfjs model as read: its graph, its weights and whose formulas hold. */
export interface KerasModel {
  readonly topology: Topology;
  readonly weights: WeightStore;
  readonly dialect: Dialect;
  /** What tfjs calls the whole: class and configuration, for a run of the source. */
  readonly className: string;
  readonly config: unknown;
}
