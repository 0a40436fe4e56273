import { parseNpy } from "../../../src/base/tensor/npy.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import type { Trace } from "../../../src/formats/trace/trace.js";
import { fuse } from "../../../src/ir/fuse/fuse.js";
import type { CallLayer, Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { readSample } from "../../../src/quantization/dataset/samples.js";
import { goldenCase } from "../../golden/cases.js";

/** A golden case's calls and the reference's run of them. */
export interface Subject {
  readonly name: string;
  readonly program: Program;
  readonly trace: Trace;
}

const known = new Map<string, Subject>();

/** @param name of a golden case; with `loud ` in front, an input of both signs that drives it into saturation */
export function subject(name: string): Subject {
  const found = known.get(name);
  if (found) return found;
  const golden = goldenCase(name.replace("loud ", ""));
  const model = parseModel(golden.read("quant.onnx"));
  const program = fuse(compileForDebug(model).program);
  const names = golden.options.inputs;
  const feeds =
    names === undefined
      ? readSample(golden.path("input.npy"), model)
      : new Map(names.map((input, i): [string, Tensor] => [input, parseNpy(golden.read(`input${i || ""}.npy`))]));
  const made = { name, program, trace: interpret(program, name.startsWith("loud ") ? loud(feeds) : feeds) };
  known.set(name, made);
  return made;
}

function loud(feeds: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  return new Map(
    [...feeds].map(([name, { dtype, shape, data }]) => [
      name,
      new Tensor(
        dtype,
        shape,
        Float32Array.from(data as Float32Array, (value, i) => (value + 0.5) * (i % 7 < 4 ? 6 : -6)),
      ),
    ]),
  );
}

/** The `nth` call of an operator. */
export function callOf({ program, name }: Subject, op: string, nth = 0): CallLayer {
  const calls = program.layers.filter((layer): layer is CallLayer => layer.kind === "call" && layer.op === op);
  const call = calls[nth];
  if (!call) throw new Error(`${name} has ${calls.length} calls of ${op}, wanted number ${nth}`);
  return call;
}

/** The tensors that a call reads, constants included. */
export function inputsOf({ program, trace }: Subject, call: CallLayer): Tensor[] {
  const tensors = new Map(trace.layers.map((layer) => [layer.id, layer.tensor]));
  return call.inputs.map(({ layer, output }) => {
    const source = program.layers[layer]!;
    return source.kind === "param" ? source.tensor : tensors.get(output === 0 ? source.id : `${source.id}:${output}`)!;
  });
}

export function tensorOf({ trace }: Subject, id: string): Tensor {
  return trace.layers.find((layer) => layer.id === id)!.tensor;
}
