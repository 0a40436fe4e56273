import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Chip } from "../../espdl/chip.js";
import type { NodeFacts, TensorFacts } from "../../espdl/inspect/inspection.js";
import type { EspdlModel } from "../../espdl/model.js";
import type { Program } from "../../ir/graph/program.js";
import type { View } from "../../presentation/display/view.js";

/** Tensors by input name. */
export type Feeds = ReadonlyMap<string, Tensor>;

/** A model that was opened: what is drawn, what runs, and by whose arithmetic. */
export interface Subject {
  readonly title: string;
  readonly facts: View;
  readonly graph: {
    readonly inputs: readonly TensorFacts[];
    readonly outputs: readonly TensorFacts[];
    readonly nodes: readonly NodeFacts[];
  };
  /** Id of the first tensor that a node makes in a trace, by the node's index. */
  readonly ids: ReadonlyMap<number, string>;
  readonly program?: Program;
  readonly arithmetic: Arithmetic;
  readonly refused?: string;
  readonly chips: readonly Chip[];
  readonly chipNote?: string;
  /** An `.espdl` file, which lint and verify know. */
  readonly espdl?: { readonly model: EspdlModel; readonly chip: Chip };
  /** The ways in which its C may have been made, likeliest first. @param boardId what a board calls its model */
  boardPrograms(boardId: string): readonly (() => Program)[];
  /** What it runs on where nobody gave an input, and what that is. */
  usualInput(): { readonly feeds: Feeds; readonly text: string };
  /** A person's arrays as the model takes them: quantized, channels where it has them. */
  fitted(arrays: Feeds): Feeds;
}
