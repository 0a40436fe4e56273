import { UserError } from "../../base/errors.js";
import { fromBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import type { GraphBuilder } from "../graph/builder.js";
import { halfToFloat } from "../graph/half.js";
import { QuantizedTensor } from "../graph/quantized-tensor.js";
import { channelsFirst, type Value } from "../graph/value.js";
import { materialize } from "../operators/elementwise.js";
import { DamagedError } from "./flatbuffer.js";
import type { TfliteModel, TfliteOperator, TfliteTensor } from "./model.js";
import type { OperatorCall } from "./rule.js";
import { OPERATORS } from "./table.js";

export interface TfliteContext {
  readonly g: GraphBuilder;
  readonly inputsChannelsFirst: boolean;
  /** Leave out the file's quantization of values, and store its weights as reals. */
  readonly float: boolean;
  readonly onLayer?: (name: string, kind: string, value: Value) => void;
}

/**
 * What TFLite computes otherwise than the reals of the file say: beside weights of int8 it rounds a float operator's
 * inputs to int8 too, with a scale of each run's own ("dynamic range").
 */
export function dynamicRange({ operators, tensors }: TfliteModel): string | undefined {
  const dynamic = operators.find(({ name, inputs, outputs }) => {
    const weights = tensors[inputs[1] ?? -1];
    const output = tensors[outputs[0]!]!;
    const known = name === "FULLY_CONNECTED" || name.endsWith("CONV_2D");
    return known && weights?.quantization !== undefined && weights.dtype === "int8" && output.dtype === "float32";
  });
  if (dynamic === undefined) return undefined;
  const name = printable(tensors[dynamic.outputs[0]!]!.name);
  return `${name}: TFLite rounds its input to int8 in each run (dynamic range), the ONNX does not: a difference of about 0.001 is its own`;
}

/** The outputs of the graph under their names. Values are real numbers; what the file quantizes is rounded to its scale. */
export function convertTflite(model: TfliteModel, context: TfliteContext): (readonly [string, Value])[] {
  const { g } = context;
  const values = new Map<number, Value>();
  for (const index of model.inputs) {
    const tensor = model.tensors[index]!;
    const order = context.inputsChannelsFirst ? channelsFirst(tensor.shape.length) : undefined;
    // Indices stay whole numbers; everything else enters as the real numbers that it stands for.
    const dtype = tensor.quantization === undefined ? tensor.dtype : "float32";
    const input = g.input(tensor.name, tensor.shape, dtype, order);
    values.set(index, rounded(tensor, input, context));
  }
  const names = model.outputs.map((index) => g.reserve(model.tensors[index]!.name));
  for (const operator of model.operators) run(operator, model, values, context);
  return model.outputs.map((index, i) => {
    const value = values.get(index);
    if (value === undefined)
      throw new UserError(`${printable(names[i]!)}: no operator makes this output; copy the whole file`);
    return [names[i]!, materialize(g, value)];
  });
}

function run(operator: TfliteOperator, model: TfliteModel, values: Map<number, Value>, context: TfliteContext): void {
  const { tensors } = model;
  const outputs = operator.outputs.map((index) => tensors[index]!);
  const label = `${printable(outputs[0]!.name)} (${operator.name})`;
  const rule = OPERATORS.get(operator.name);
  if (rule === undefined)
    throw new UserError(`${label}: no rule converts this operator; build the model without it, or write its rule`);
  context.g.within(outputs[0]!.name, () => {
    const result = named(label, () => rule.emit(callOf(operator, label, model, values, context)));
    const all = Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
    outputs.forEach((tensor, i) => {
      const value = all[i];
      if (value === undefined || value.shape.join() !== tensor.shape.join())
        throw new UserError(
          `${label}: makes [${value?.shape}], the file states [${tensor.shape}]; convert the model with fixed sizes`,
        );
      const kept = rule.moves && sameScale(operator, tensor, tensors);
      const final = kept ? value : rounded(tensor, value, context);
      values.set(operator.outputs[i]!, final);
      context.onLayer?.(tensor.name, operator.name, final);
    });
  });
}

/** Elements that already stand on the output's grid. */
function sameScale({ inputs }: TfliteOperator, output: TfliteTensor, tensors: readonly TfliteTensor[]): boolean {
  const written = (tensor: TfliteTensor | undefined): string =>
    JSON.stringify([tensor?.dtype, tensor?.quantization?.scales, tensor?.quantization?.zeroPoints]);
  return inputs.some((index) => written(tensors[index]) === written(output));
}

/** A value rounded to the tensor's scale and held in its range, in real numbers again. */
function rounded(tensor: TfliteTensor, value: Value, { g, float }: TfliteContext): Value {
  const { quantization, dtype, name } = tensor;
  if (quantization === undefined || float || value.constant !== undefined) return value;
  if ((dtype !== "int8" && dtype !== "uint8") || quantization.scales.length !== 1)
    throw new UserError(
      `${printable(name)}: its values are ${dtype} with ${quantization.scales.length} scales, expected int8 or uint8 with one; convert with --float`,
    );
  const result = g.within(name, () => {
    const scale = g.scaleOf("output", dtype, quantization);
    return g.node("DequantizeLinear", [g.node("QuantizeLinear", [value.name, ...scale]), ...scale]);
  });
  return { ...value, name: result };
}

function callOf(
  operator: TfliteOperator,
  label: string,
  { tensors }: TfliteModel,
  values: ReadonlyMap<number, Value>,
  { g, float }: TfliteContext,
): OperatorCall {
  const refuse = (what: string, found: unknown, expected: string): never => {
    throw new UserError(
      `${label}: ${what} is ${printable(String(found))}, expected ${expected}; convert the model again`,
    );
  };
  const constant = (input: number): Tensor | undefined => {
    const index = operator.inputs[input] ?? -1;
    if (index < 0) return undefined;
    // A constant may come through DEQUANTIZE, as float16 weights do.
    return storedTensor(tensors[index]!, float) ?? values.get(index)?.constant;
  };
  return {
    ...{ g, refuse, constant, options: operator.options },
    ...{ inputs: operator.inputs.length, outputs: operator.outputs.length },
    shapes: operator.outputs.map((index) => tensors[index]!.shape),
    value(input) {
      const known = values.get(operator.inputs[input] ?? -1);
      if (known !== undefined) return known;
      const tensor = constant(input);
      if (tensor === undefined) return refuse(`input ${input}`, "missing", "a tensor that was made before");
      return g.constant(tensor instanceof QuantizedTensor ? tensor.reals() : tensor);
    },
    numbers(input) {
      const tensor = constant(input);
      if (tensor === undefined) return refuse(`input ${input}`, "computed or missing", "a constant");
      return tensor.toNumbers();
    },
  };
}

/** A constant of the file: reals, whole numbers, or integers that stand for reals. */
function storedTensor({ dtype, shape, bytes, quantization }: TfliteTensor, float: boolean): Tensor | undefined {
  if (bytes === undefined) return undefined;
  const data = fromBytes(dtype, bytes);
  if (dtype === "float16")
    return new Tensor("float32", shape, Float32Array.from(data as ArrayLike<number>, halfToFloat));
  if (quantization === undefined) return new Tensor(dtype, shape, data);
  const tensor = new QuantizedTensor(dtype, shape, data, quantization);
  return float ? tensor.reals() : tensor;
}

function named<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DamagedError)
      throw new UserError(`${label}: its options are damaged (${error.message}); copy the whole file`);
    if (error instanceof UserError && !error.message.startsWith(label))
      throw new UserError(`${label}: ${error.message}`);
    throw error;
  }
}
