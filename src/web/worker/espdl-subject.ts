import { UserError } from "../../base/errors.js";
import { ARITHMETICS, type Chip, chipArithmetic, parseChip } from "../../espdl/chip.js";
import { compileEspdl } from "../../espdl/compile.js";
import { checkDeclared } from "../../espdl/declared.js";
import { embeddedInputs } from "../../espdl/embedded-vectors.js";
import { isEspDlId } from "../../espdl/esp-dl-id.js";
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
    boardPrograms: (boardId) => lanesOn(chip, isEspDlId(boardId)).map((lanes) => () => onBoard(model, chip, lanes)),
    usualInput: () =>
      model.graph.testInputs.length > 0
        ? { feeds: embeddedInputs(model, chip), text: "the test input that the file embeds" }
        : madeInput(program as Program),
    fitted: (arrays) => espdlFeeds(model, arrays, chip),
  };
}

/** The lanes of its SIMD are the S3's alone; ESP-DL uses them, C of this project where it was asked to. */
const lanesOn = (chip: Chip, isEspDl: boolean): readonly boolean[] =>
  chip === "esp32s3" ? [isEspDl, !isEspDl] : [false];

function onBoard(model: EspdlModel, chip: Chip, saturatingLanes: boolean): Program {
  const program = compileEspdl(model, { chip, saturatingLanes });
  checkDeclared(model, program);
  return program;
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
