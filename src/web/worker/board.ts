import { bisectBoard } from "../../analysis/bisect/bisect-board.js";
import { Link } from "../../boards/board/link/link.js";
import type { Transport } from "../../boards/board/transport.js";
import { CaptureCut, captureTrace } from "../../boards/capture/capture-trace.js";
import { layersOf } from "../../boards/capture/layers-file.js";
import { planMemory } from "../../codegen/memory/plan.js";
import { plannedTensors } from "../../codegen/memory/planned-tensors.js";
import { isCulprit } from "../../comparison/bisect/origin-words.js";
import { compareLayer } from "../../comparison/diff/compare-layer.js";
import { diff } from "../../comparison/diff/diff.js";
import { layerLayouts } from "../../comparison/diff/layer-layouts.js";
import { isEspDlId } from "../../espdl/esp-dl-id.js";
import { interpret } from "../../execution/interpreter/interpret.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { bisectionView } from "../../presentation/display/views/bisection.js";
import { diagnosisView, diffView } from "../../presentation/display/views/diff.js";
import type { BoardOpened, BoardRow, Questions } from "../protocol.js";
import { programOn } from "./board-program.js";
import { boardRow } from "./board-row.js";
import type { Progress } from "./progress.js";
import { shown } from "./shown.js";
import type { Feeds, Subject } from "./subject.js";

/** How a board's line is opened. */
export interface BoardLine {
  readonly name: string;
  open(): Promise<Transport>;
  /** Whether it can be opened anew, as a board that is a program can. */
  readonly restarts: boolean;
}

/** A board that runs the open model: captured layer by layer beside the reference, and bisected. */
export class Board {
  private constructor(
    private readonly line: BoardLine,
    private link: Link,
    private readonly program: Program,
    private readonly title: string,
  ) {}

  /** @throws UserError when the board does not answer or runs another model */
  static async open(line: BoardLine, subject: Subject): Promise<Board> {
    const link = await Link.open(line.name, await line.open());
    try {
      const program = programOn(link, subject.boardPrograms(link.description.model));
      return new Board(line, link, program, subject.title);
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  get opened(): BoardOpened {
    const { model, tensors, calls } = this.link.description;
    const made = new Set(calls.flatMap(({ outputs }) => outputs.map((index) => tensors[index]!.id)));
    return {
      heading: `board ${this.link.name} runs ${model}: ${calls.length} calls, ${made.size} tensors`,
      layers: layersOf(this.program)
        .filter(({ id }) => made.has(id))
        .map(({ index, id, op, onnx, dtype, shape }) => ({
          ...{ index, id, op, onnx },
          type: `${dtype} [${shape.join(", ")}]`,
        })),
    };
  }

  /** Runs the model and tells of each tensor as it arrives. */
  async capture(feeds: Feeds, tell: (row: BoardRow) => void): Promise<Questions["capture"]["answer"]> {
    const { program, title, link } = this;
    const reference = interpret(program, feeds, { model: title });
    const expected = new Map(reference.layers.map((layer) => [layer.id, layer]));
    const layouts = layerLayouts(program);
    const onLayer = (_done: number, _total: number, layer: TraceLayer): void =>
      tell(boardRow(compareLayer(expected.get(layer.id)!, layer, layouts.get(layer.id))));
    let cut: string | undefined;
    const trace = await captureTrace(link, layersOf(program), feeds, { model: title, onLayer }).catch((error) => {
      if (!(error instanceof CaptureCut)) throw error;
      cut = error.message;
      return error.trace;
    });
    const found = diff(reference, trace, { program });
    const { table: _, ...words } = diffView(found);
    return {
      equal: cut === undefined && found.verdict === "equal",
      shown: shown(words),
      json: found,
      ...(cut && { cut }),
    };
  }

  /** Finds the layers that are wrong by themselves, and why. */
  async bisect(feeds: Feeds, progress: Progress): Promise<Questions["bisect"]["answer"]> {
    const board = this;
    const suspect = {
      get link() {
        return board.link;
      },
      ...(this.line.restarts && { restart: () => board.restart() }),
    };
    const { program, title } = this;
    const planned = isEspDlId(this.link.description.model) ? [] : plannedTensors(program, planMemory(program));
    const { found } = await bisectBoard(suspect, program, feeds, title, {
      planned,
      onReplay: (done, total) => progress(`layer ${done + 1} of ${total} alone`, done / total),
      onProbe: (done, most) => progress(`input ${done + 1} of at most ${most} made for it`, done / most),
    });
    const diagnoses = found.layers
      .filter(isCulprit)
      .flatMap(({ diagnosis }) => (diagnosis === undefined ? [] : [shown(diagnosisView(diagnosis))]));
    return { shown: shown(bisectionView(found)), diagnoses, json: found };
  }

  async close(): Promise<void> {
    await this.link.close();
  }

  private async restart(): Promise<void> {
    await this.link.close();
    this.link = await Link.open(this.line.name, await this.line.open());
  }
}
