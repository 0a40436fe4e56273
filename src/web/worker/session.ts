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
import type { GivenFile, GivenInput, NumbersView, Opened, Questions, Ran } from "../protocol.js";
import { espdlSubject } from "./espdl-subject.js";
import { explain } from "./explain.js";
import { sorted } from "./given-files.js";
import { feedsOf } from "./given-input.js";
import { layerView } from "./layer-view.js";
import { nodeRows } from "./node-rows.js";
import { numbersOf } from "./numbers.js";
import { onnxSubject } from "./onnx-subject.js";
import { openEspdl } from "./open-espdl.js";
import { compareRuns, traceOf, traceOfArrays } from "./runs.js";
import { shown } from "./shown.js";
import type { Subject } from "./subject.js";
import { tensorRows } from "./tensor-rows.js";

/** More nodes than a layered drawing is readable with. */
const MOST_NODES = 1500;

/** Told how far a run is, 0 … 1. */
export type Progress = (text: string, share: number) => void;

/** One opened model or pair of runs, and the questions that a page asks of it. */
export class Session {
  private subject: Subject | undefined;
  private trace: Trace | undefined;

  async open({ files, chip, key }: Questions["open"]["ask"]): Promise<Opened> {
    const { models, runs, arrays } = sorted(files);
    const [model] = models;
    if (model !== undefined) this.subject = await subjectOf(model, chip, key);
    const [a, b] = [...runs.map(traceOf), ...(runs.length < 2 && model === undefined ? arrays.map(traceOfArrays) : [])];
    if (a === undefined) return this.opened(model);
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

  private opened(model: GivenFile | undefined): Opened {
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

async function subjectOf(
  { name, bytes }: GivenFile,
  chip: string | undefined,
  key: string | undefined,
): Promise<Subject> {
  const file = printable(name);
  if (/\.onnx$/i.test(name)) return onnxSubject(file, parseModel(bytes, { name: file }));
  return espdlSubject(file, await openEspdl(bytes, file, key), chip);
}
