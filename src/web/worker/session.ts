import { UserError } from "../../base/errors.js";
import { drawGraph } from "../../espdl/inspect/graph-layout.js";
import { svgOf } from "../../espdl/inspect/svg.js";
import { lintEspdl } from "../../espdl/lint/lint.js";
import { verifyEspdl } from "../../espdl/verify-vectors.js";
import { interpret } from "../../execution/interpreter/interpret.js";
import { parseModel } from "../../formats/onnx/parse.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Layer, Program } from "../../ir/graph/program.js";
import { lintView, verificationView } from "../../presentation/display/views/espdl.js";
import type {
  BoardOpened,
  BoardRow,
  GivenFile,
  GivenInput,
  NumbersView,
  OpenAsk,
  Opened,
  OpenedModel,
  Questions,
  Ran,
} from "../protocol.js";
import { Board, type BoardLine } from "./board.js";
import { espdlSubject } from "./espdl-subject.js";
import { explain } from "./explain.js";
import { sorted } from "./given-files.js";
import { feedsOf } from "./given-input.js";
import { layerView } from "./layer-view.js";
import { nodeRows } from "./node-rows.js";
import { numbersOf } from "./numbers.js";
import { onnxSubject } from "./onnx-subject.js";
import { openEspdl, packNames } from "./open-espdl.js";
import type { Progress } from "./progress.js";
import { compareRuns, traceOf, traceOfArrays } from "./runs.js";
import { shown } from "./shown.js";
import type { Feeds, Subject } from "./subject.js";
import { tensorRows } from "./tensor-rows.js";

/** More nodes than a layered drawing is readable with. */
const MOST_NODES = 1500;

/** One opened model or pair of runs, and the questions that a page asks of it. */
export class Session {
  private subject: Subject | undefined;
  private trace: Trace | undefined;
  private feeds: Feeds = new Map();
  private board: Board | undefined;

  async open(ask: OpenAsk): Promise<Opened> {
    await this.leave();
    const { models, runs, arrays } = sorted(ask.files);
    const [model] = models;
    const names = model && packOf(model);
    if (names !== undefined && ask.member === undefined)
      return { kind: "pack", title: printable(model!.name), names: names.map(printable) };
    if (model !== undefined) this.subject = await subjectOf(model, ask);
    const [a, b] = [...runs.map(traceOf), ...(runs.length < 2 && model === undefined ? arrays.map(traceOfArrays) : [])];
    if (a === undefined) return this.opened(model, names && { names: names.map(printable), member: ask.member! });
    const { program } = this.subject ?? {};
    if (b !== undefined) return compareRuns(a, b, program);
    if (program === undefined)
      throw new UserError(`${a.model || a.runner}: is one run; drop a second one, or its model too`);
    return compareRuns(this.referenceOf(a, program), a, program);
  }

  run({ input }: { readonly input?: GivenInput }, progress: Progress): Ran {
    const { subject, program } = this.runnable();
    const { feeds, text } = input === undefined ? subject.usualInput() : feedsOf(input, subject, program);
    const start = performance.now();
    const { arithmetic } = subject;
    const onLayer = watched(program, "running", progress);
    this.trace = interpret(program, feeds, { arithmetic, model: subject.title, onLayer });
    this.feeds = feeds;
    return { tensors: tensorRows(this.trace), milliseconds: performance.now() - start, input: text };
  }

  lint(progress: Progress): Questions["lint"]["answer"] {
    const { model, chip } = this.espdl();
    const json = lintEspdl(model, { chip, onLayer: this.watch("lint", progress) });
    return { shown: shown(lintView(json)), json };
  }

  verify(progress: Progress): Questions["verify"]["answer"] {
    const { model, chip } = this.espdl();
    const saturatingLanes = false;
    const result = verifyEspdl(model, { chip, saturatingLanes, onLayer: this.watch("verify", progress) });
    return { shown: shown(verificationView(result)), json: { chip, ...result } };
  }

  layer({ id, width }: Questions["layer"]["ask"]): Questions["layer"]["answer"] {
    const view = layerView(this.runnable().program, this.run_(), id, width);
    if (view === undefined) throw new UserError(`${printable(id)}: the run has no such tensor`);
    return view;
  }

  numbers({ id, search }: Questions["numbers"]["ask"]): NumbersView {
    return numbersOf(this.tensor(id), search);
  }

  element({ id, index }: Questions["element"]["ask"]): Questions["element"]["answer"] {
    const { subject, program } = this.runnable();
    const { tensor, index: at } = this.tensor(id);
    const layer = program.layers[at]!;
    if (layer.kind !== "call") throw new UserError(`${printable(id)}: is ${layer.kind}, nothing computes it`);
    const made = this.run_().layers;
    const inputs = layer.inputs.map((from) => made.filter(({ index }) => index === from.layer)[from.output]!.tensor);
    return explain(layer, inputs, tensor, index, subject.arithmetic);
  }

  /** Opens the line to a board that runs the open model. */
  async openBoard(line: BoardLine): Promise<BoardOpened> {
    await this.leave();
    const { subject } = this.runnable();
    this.board = await Board.open(line, subject);
    return this.board.opened;
  }

  /** Captures the last run's input on the board. @param tell told of each tensor as it arrives */
  capture(tell: (row: BoardRow) => void): Promise<Questions["capture"]["answer"]> {
    return this.board_().capture(this.feeds, tell);
  }

  bisect(progress: Progress): Promise<Questions["bisect"]["answer"]> {
    return this.board_().bisect(this.feeds, progress);
  }

  /** Closes the line to the board. */
  async leave(): Promise<void> {
    const { board } = this;
    this.board = undefined;
    await board?.close();
  }

  private board_(): Board {
    if (this.board === undefined) throw new UserError("no board is connected; connect one first");
    return this.board;
  }

  private opened(model: GivenFile | undefined, pack: OpenedModel["pack"]): OpenedModel {
    if (model === undefined || this.subject === undefined)
      throw new UserError("an array alone: drop a second one to compare, or a model first");
    const { title, facts, graph, program, refused, chips, chipNote, espdl } = this.subject;
    return {
      kind: "model",
      title,
      facts: shown(facts),
      ...(graph.nodes.length <= MOST_NODES && { drawing: svgOf(drawGraph(graph), graph.nodes) }),
      nodes: nodeRows(this.subject),
      inputs: (program?.layers ?? []).flatMap(({ kind, name, types }) => {
        const { dtype, shape } = types[0]!;
        return kind === "input" ? [{ name, type: `${dtype} [${shape.join(", ")}]`, dtype, shape }] : [];
      }),
      chips,
      ...(chipNote === undefined ? {} : { chipNote }),
      checked: espdl !== undefined,
      ...(refused === undefined ? {} : { refused }),
      ...(pack && { pack }),
      boards: [],
    };
  }

  /** The reference on the inputs that a run states. */
  private referenceOf(run: Trace, program: Program): Trace {
    const { arithmetic, title } = this.subject!;
    const feeds = new Map(run.layers.filter(({ op }) => op === "input").map(({ name, tensor }) => [name, tensor]));
    return interpret(program, feeds, { arithmetic, model: title });
  }

  private watch(text: string, progress: Progress): (layer: Layer) => void {
    const { program } = this.subject!;
    return program === undefined ? () => {} : watched(program, text, progress);
  }

  private runnable(): { readonly subject: Subject; readonly program: Program } {
    const { subject } = this;
    if (subject?.program === undefined) throw new UserError(subject?.refused ?? "no model is open; drop one");
    return { subject, program: subject.program };
  }

  private espdl(): NonNullable<Subject["espdl"]> {
    if (this.subject?.espdl === undefined) throw new UserError("only an .espdl file is linted and verified; drop one");
    return this.subject.espdl;
  }

  private run_(): Trace {
    if (this.trace === undefined) throw new UserError("the model has not run yet; run it first");
    return this.trace;
  }

  private tensor(id: string) {
    const layer = this.run_().layers.find((candidate) => candidate.id === id);
    if (layer === undefined) throw new UserError(`${printable(id)}: the run has no such tensor`);
    return layer;
  }
}

function watched({ layers }: Program, text: string, progress: Progress): (layer: Layer) => void {
  return ({ index }) => progress(`${text}: layer ${index + 1} of ${layers.length}`, (index + 1) / layers.length);
}

const isOnnx = (name: string): boolean => /\.onnx$/i.test(name);

const packOf = ({ name, bytes }: GivenFile): string[] | undefined =>
  isOnnx(name) ? undefined : packNames(bytes, printable(name));

async function subjectOf({ name, bytes }: GivenFile, ask: OpenAsk): Promise<Subject> {
  const file = printable(name);
  if (isOnnx(name)) return onnxSubject(file, parseModel(bytes, { name: file }));
  return espdlSubject(file, await openEspdl(bytes, file, ask), ask.chip);
}
