import { convolution } from "../../../kernels-ref/convolution.js";
import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Trace } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Program } from "../../ir/graph/program.js";
import { layerLayouts } from "../diff/layer-layouts.js";
import type { DiagnosisInput, LayerInput, OtherTensor } from "./diagnosis.js";
import { storedWeights } from "./product/weight-order.js";
import { tableOf } from "./table-of.js";

/**
 * What `diagnose` needs to know of one layer.
 * @param program the calls that the board makes
 * @param reference a trace that holds the layer, its inputs, and other tensors of the run as far as they are wanted
 * @param id trace id of the layer's tensor
 * @param board the board's tensor, made of the reference's inputs
 * @throws UserError when the program has no such call, or the trace lacks the layer or one of its inputs.
 */
export function layerInput(program: Program, reference: Trace, id: string, board: Tensor): DiagnosisInput {
  const call = findCall(program, id);
  const tensors = new Map(reference.layers.map((layer) => [layer.id, layer.tensor]));
  const expected = tensors.get(id);
  const inputs = call.inputs.map(({ layer, output }): LayerInput => {
    const source = program.layers[layer]!;
    const name = outputId(source.id, output);
    const tensor = source.kind === "param" ? source.tensor : tensors.get(name);
    if (tensor === undefined)
      throw new UserError(`${id}: its input ${name} is not in the reference; run the reference anew`);
    return { id: name, tensor, constant: source.kind === "param" };
  });
  if (expected === undefined) throw new UserError(`${id}: is not in the reference; run the reference anew`);
  const layout = layerLayouts(program).get(id);
  return {
    id,
    op: call.op,
    attributes: call.attributes,
    ...(program.arithmetic && { arithmetic: program.arithmetic }),
    inputs,
    reference: expected,
    board,
    ...(layout === undefined ? {} : { layout }),
    others: otherTensors(program, tensors, call, new Set([id, ...inputs.map((input) => input.id)])),
  };
}

/** The tensors that are not the layer's own, nearest in execution order first. */
function otherTensors(
  program: Program,
  tensors: ReadonlyMap<string, Tensor>,
  call: CallLayer,
  own: ReadonlySet<string>,
): OtherTensor[] {
  const stored = storedKernels(program, tensors);
  const readers = new Map(
    program.layers
      .toReversed()
      .flatMap((layer) => (layer.kind === "call" ? layer.inputs.map((input) => [input.layer, layer.id] as const) : [])),
  );
  const others = program.layers.flatMap((layer) =>
    layer.types.flatMap((_, output): (OtherTensor & { distance: number })[] => {
      const id = outputId(layer.id, output);
      const tensor = layer.kind === "param" ? layer.tensor : tensors.get(id);
      if (tensor === undefined || own.has(id)) return [];
      const bytes = stored.get(layer.index);
      const table = layer.kind === "call" ? tableOf(constantsOf(program, layer)) : undefined;
      const reader = layer.kind === "param" ? readers.get(layer.index) : undefined;
      return [
        {
          ...{ id, tensor, constant: layer.kind === "param", distance: Math.abs(layer.index - call.index) },
          ...(table === undefined ? {} : { table }),
          ...(reader === undefined ? {} : { reader }),
          ...(bytes === undefined ? {} : { stored: bytes }),
        },
      ];
    }),
  );
  return others.sort((a, b) => a.distance - b.distance).map(({ distance: _, ...other }) => other);
}

/** A call with those of its operands that are constants, in their places. */
function constantsOf(program: Program, { op, attributes, inputs }: CallLayer): Parameters<typeof tableOf>[0] {
  const operands = inputs.map(({ layer }): LayerInput => {
    const source = program.layers[layer]!;
    const isParam = source.kind === "param";
    return { id: source.id, tensor: isParam ? source.tensor : NO_TENSOR, constant: isParam };
  });
  return { op, attributes, inputs: operands };
}

const NO_TENSOR = Tensor.zeros("float32", [0]);

/** The weights of the accelerated convolutions as the generated C holds them, by index of the param. */
function storedKernels(program: Program, tensors: ReadonlyMap<string, Tensor>): Map<number, Int8Array> {
  const stored = new Map<number, Int8Array>();
  for (const layer of program.layers) {
    if (layer.kind !== "call" || layer.kernel === undefined) continue;
    const [image, kernel] = layer.inputs.map(({ layer: index }) => program.layers[index]!);
    const [source] = layer.inputs;
    const x = tensors.get(outputId(image!.id, source!.output));
    const y = tensors.get(layer.id);
    if (kernel?.kind !== "param" || x === undefined || y === undefined) continue;
    stored.set(kernel.index, storedWeights(convolution(x, kernel.tensor, y, layer.attributes), kernel.tensor));
  }
  return stored;
}

function findCall(program: Program, id: string): CallLayer {
  for (const layer of program.layers) {
    if (layer.kind === "call" && layer.types.some((_, output) => outputId(layer.id, output) === id)) return layer;
  }
  throw new UserError(`${id}: is no call of the program; name a layer of the trace`);
}
