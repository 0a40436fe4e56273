import { TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { withChannelsAs } from "../../base/tensor/channels.js";
import type { NodeFacts, TensorFacts } from "../../espdl/inspect/inspection.js";
import { bytesOf, liveBytes } from "../../espdl/inspect/live.js";
import { workOf } from "../../espdl/work.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { fuse } from "../../ir/fuse/fuse.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Layer, Program } from "../../ir/graph/program.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import { formatCount } from "../../presentation/figures/text.js";
import { madeInput } from "./made-input.js";
import { drawnOnnx } from "./onnx-graph.js";
import type { Subject } from "./subject.js";

/** A float or quantized ONNX model: the calls that its C makes on a board, or its nodes where it cannot be compiled. */
export function onnxSubject(title: string, model: OnnxModel): Subject {
  const compiled = compile(model);
  const rest = {
    title,
    boardPrograms: () => [true, false].map((islands) => () => onBoard(model, islands)),
    arithmetic: TVM_ARITHMETIC,
    chips: [],
    usualInput: () => madeInput(compiled as Program),
  };
  const head = `ONNX model ${model.graph.name || title}: ${model.graph.nodes.length} nodes`;
  if (typeof compiled === "string")
    return {
      ...rest,
      facts: { heading: head, lines: [`does not run here: ${compiled}`] },
      graph: drawnOnnx(model),
      ids: new Map(),
      refused: compiled,
      fitted: (arrays) => arrays,
    };
  const calls = compiled.layers.filter((layer) => layer.kind === "call");
  const nodes = callNodes(compiled, calls);
  const quantized = calls.some(({ types }) => types[0]!.dtype === "int8");
  const constants = nodes.reduce((sum, node) => sum + node.constantBytes, 0);
  const most = Math.max(0, ...nodes.map(({ liveBytes = 0 }) => liveBytes));
  return {
    ...rest,
    facts: {
      heading: `${head}, ${calls.length} calls on a board (${quantized ? "int8" : "float"})`,
      lines: [
        `constants ${formatCount(constants)} bytes; activations ${formatCount(most)} bytes at once`,
        ...(quantized ? [] : ["a float model: it runs in float32, on the reference's kernels"]),
      ],
    },
    graph: {
      nodes,
      inputs: compiled.layers.filter(({ kind }) => kind === "input").map((layer) => tensorFacts(layer, 0)),
      outputs: compiled.outputs.map(({ layer, output }) => tensorFacts(compiled.layers[layer]!, output)),
    },
    ids: new Map(calls.map(({ id }, index) => [index, id])),
    program: compiled,
    fitted: (arrays) =>
      new Map(
        Array.from(arrays, ([name, tensor]) => {
          const input = compiled.layers.find((layer) => layer.kind === "input" && layer.name === name);
          return [name, input === undefined ? tensor : withChannelsAs(tensor, input.types[0]!.shape)];
        }),
      ),
  };
}

function compile(model: OnnxModel): Program | string {
  try {
    return onBoard(model, true);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const onBoard = (model: OnnxModel, islands: boolean): Program =>
  fuse(compileForDebug(model, { islands }).program, { lookups: islands });

function callNodes(program: Program, calls: readonly CallLayer[]): NodeFacts[] {
  const live = liveBytes(program);
  return calls.map((call, index) => {
    const sources = call.inputs.map(({ layer, output }) => [program.layers[layer]!, output] as const);
    const constants = sources.filter(([source]) => source.kind === "param");
    return {
      index,
      name: call.onnx.join(" + ") || call.id,
      op: call.op,
      registered: true,
      attributes: attributesOf(call),
      inputs: sources.filter(([source]) => source.kind !== "param").map(([{ id }, output]) => outputId(id, output)),
      constants: constants.map(([source, output]) => tensorFacts(source, output)),
      outputs: call.types.map((_, output) => tensorFacts(call, output)),
      work: workOf(program, call),
      constantBytes: constants.reduce((sum, [source, output]) => sum + bytesOf(source.types[output]!), 0),
      liveBytes: live[call.index]!,
    };
  });
}

function tensorFacts({ id, types, exponent }: Layer, output: number): TensorFacts {
  const { dtype, shape } = types[output]!;
  return {
    name: outputId(id, output),
    dtype,
    shape,
    exponents: exponent === undefined ? [] : [exponent].flat(),
    layout: "",
  };
}

/** The attributes as text; long ones, such as tables, shortened. */
function attributesOf({ attributes }: CallLayer): Record<string, string> {
  const entries = Object.entries(attributes).map(([name, value]) => {
    const text = Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
    return [name, text.length > 40 ? `${text.slice(0, 39)}…` : text] as const;
  });
  const shown = Object.fromEntries(entries);
  const { kernel_size } = shown;
  return kernel_size === undefined ? shown : { ...shown, kernel_shape: kernel_size };
}
