import { UserError } from "../../base/errors.js";
import type { Link } from "../../boards/board/link/link.js";
import { bytesOf } from "../../codegen/memory/lifetimes.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";

/**
 * The calls that a board makes: of the ways in which a model is compiled, the first that makes the board's tensors, each of
 * its size.
 * @throws UserError where none does: nothing could be concluded from a comparison
 */
export function programOn({ name, description }: Link, ways: readonly (() => Program)[]): Program {
  const { tensors, calls } = description;
  const made = calls.flatMap(({ outputs }) => outputs.map((index) => tensors[index]!));
  let refused: string | undefined;
  for (const way of ways) {
    const program = way();
    const sizes = sizesOf(program);
    const other = made.find(({ id, bytes }) => sizes.get(id) !== bytes);
    if (other === undefined) return program;
    refused ??= `it makes ${other.id} of ${other.bytes} bytes, ${
      sizes.has(other.id) ? `in the model it has ${sizes.get(other.id)}` : "which the model does not"
    }`;
  }
  throw new UserError(
    `board ${name}: runs another model: ${refused}; open the model that it was exported from, for the same chip`,
  );
}

/** Bytes of every tensor but the constants, by its id on a board. */
function sizesOf({ layers }: Program): Map<string, number> {
  return new Map(
    layers.flatMap(({ kind, id, types }) =>
      kind === "param" ? [] : types.map((type, output) => [outputId(id, output), bytesOf(type)] as const),
    ),
  );
}
