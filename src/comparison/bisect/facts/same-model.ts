import { UserError } from "../../../base/errors.js";
import type { LayerDescription } from "../../../boards/capture/layers-file.js";
import { layersOf } from "../../../boards/capture/layers-file.js";
import type { Program } from "../../../ir/graph/program.js";

/** What a model compiles to, and what a project and its board say that they are. */
export interface Identity {
  readonly program: Program;
  /** Of the model's code. */
  readonly id: string;
  /** The project's `layers.json`. */
  readonly layers: readonly LayerDescription[];
  /** What the board runs, as it says. */
  readonly boardId: string;
}

/**
 * @param model path of the model, for the message
 * @throws UserError where the board runs another model than the one given: nothing could be concluded from a comparison.
 */
export function checkSameModel(model: string, { program, id, layers, boardId }: Identity): void {
  if (boardId === id) return;
  const difference = firstDifference(layersOf(program), layers);
  const what = difference === undefined ? "another model, or was exported by another espdl-lab" : difference;
  throw new UserError(
    `the board runs ${what}: its id ${boardId} is not ${id}, that of ${model}; give the model that the project was exported from, or export, build and flash it again`,
  );
}

/** How the layers that a project describes differ from the model's. */
function firstDifference(model: readonly LayerDescription[], project: readonly LayerDescription[]): string | undefined {
  const names = (layers: readonly LayerDescription[]): string => layers.map(({ id }) => id).join("\n");
  if (names(model) !== names(project)) return "another network";
  for (const [i, { index, id, dtype, shape, exponent }] of model.entries()) {
    const other = project[i]!;
    if (dtype !== other.dtype || shape.join() !== other.shape.join())
      return `another network (layer ${index} ${id} is ${other.dtype} [${other.shape.join(", ")}], not ${dtype} [${shape.join(", ")}])`;
    if (String(exponent) !== String(other.exponent))
      return `another quantization (layer ${index} ${id} has exponent ${other.exponent ?? "none"}, not ${exponent ?? "none"})`;
  }
  return "another quantization of this network (weights, biases or shifts differ)";
}
