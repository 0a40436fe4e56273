import { UserError } from "../../base/errors.js";
import { ARITHMETICS, type Chip, chipArithmetic, parseChip } from "../../espdl/chip.js";
import { compileEspdl } from "../../espdl/compile.js";
import { checkDeclared } from "../../espdl/declared.js";
import { embeddedInputs } from "../../espdl/embedded-vectors.js";
import { espdlFeeds } from "../../espdl/feeds.js";
import { guessChip } from "../../espdl/guess-chip.js";
import { inspectEspdl } from "../../espdl/inspect/inspect.js";
import type { EspdlModel } from "../../espdl/model.js";
import type { Program } from "../../ir/graph/program.js";
import { inspectionView } from "../../presentation/display/views/espdl.js";
import { madeInput } from "./made-input.js";
import type { Subject } from "./subject.js";

/** An `.espdl` model. @param asked the chip that the person chose; default: the first that the file may be for */
export function espdlSubject(title: string, model: EspdlModel, asked: string | undefined): Subject {
  const { chips: guess, reason } = guessChip(model);
  const chip = asked === undefined ? guess[0]! : parseChip(asked);
  const inspection = inspectEspdl(model, chip);
  const program = compiled(model, chip);
  const { table: _, ...facts } = inspectionView(inspection);
  return {
    title,
    facts,
    graph: inspection,
    ids: typeof program === "string" ? new Map() : idsOf(program, inspection.nodes),
    ...(typeof program === "string" ? { refused: program } : { program }),
    arithmetic: chipArithmetic(chip, false),
    chips: [chip, ...new Set([...guess, ...ARITHMETICS].filter((other) => other !== chip))],
    ...(guess.length > 1 && { chipNote: `the file may be for ${guess.join(" or ")}: ${reason}` }),
    espdl: { model, chip },
    usualInput: () =>
      model.graph.testInputs.length > 0
        ? { feeds: embeddedInputs(model, chip), text: "the test input that the file embeds" }
        : madeInput(program as Program),
    fitted: (arrays) => espdlFeeds(model, arrays, chip),
  };
}

function compiled(model: EspdlModel, chip: Chip): Program | string {
  try {
    const program = compileEspdl(model, { chip, partial: true });
    checkDeclared(model, program);
    return program;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** A node's tensors are found by their names, which are the layers'. */
function idsOf(program: Program, nodes: readonly { index: number; outputs: readonly { name: string }[] }[]) {
  const byName = new Map(program.layers.map(({ name, id }) => [name, id]));
  return new Map(
    nodes.flatMap(({ index, outputs }) => {
      const id = outputs.map(({ name }) => byName.get(name)).find((found) => found !== undefined);
      return id === undefined ? [] : [[index, id] as const];
    }),
  );
}
