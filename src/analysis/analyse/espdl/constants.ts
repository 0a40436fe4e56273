import type { EspdlProgram } from "../../../espdl/compile.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import type { Operand, ParamLayer } from "../../../ir/graph/program.js";
import type { Scaled } from "../layers.js";

interface Own {
  readonly node: OnnxNode;
  readonly operand: Operand;
}

/** Bits that an accumulator loads of a bias, by the dtype that the program holds it in; the S3's are 20 of an int32. */
const BIAS_BITS = { int32: 32, int64: 40 } as const;

/** The float model's weights of a layer with the exponents they have in the file; undefined where it has none, or others. */
export function weightOf(float: OnnxModel, program: EspdlProgram, { node, operand }: Own): Scaled | undefined {
  const tensor = node.inputs[1] ?? "";
  const weight = float.graph.initializers.get(tensor);
  const param = paramOf(program, operand.layer, 1);
  if (weight?.dtype !== "float32" || param?.exponent === undefined || param.tensor.size !== weight.size)
    return undefined;
  const { dtype } = param.tensor;
  if (dtype !== "int8" && dtype !== "int16") return undefined;
  return { tensor, quantized: param.name, exponent: param.exponent, bits: dtype === "int8" ? 8 : 16 };
}

/** The same for its bias. */
export function biasOf(float: OnnxModel, program: EspdlProgram, { node, operand }: Own): Scaled | undefined {
  const tensor = node.inputs[2] ?? "";
  const bias = float.graph.initializers.get(tensor);
  const param = paramOf(program, operand.layer, 2);
  if (bias?.dtype !== "float32" || param?.exponent === undefined || param.tensor.size !== bias.size) return undefined;
  const { dtype } = param.tensor;
  if (dtype !== "int32" && dtype !== "int64") return undefined;
  const bits = program.arithmetic?.laneBits ?? BIAS_BITS[dtype];
  const exponents = [param.exponent].flat();
  const most = 2 ** (bits - 1) - 0.5;
  const cut = (bias.data as Float32Array).filter((x, i) => Math.abs(x) / 2 ** exponents[i % exponents.length]! > most);
  return { tensor, quantized: param.name, exponent: param.exponent, bits, clipped: cut.length / bias.size };
}

/** The constant that the call of weights reads at a place. */
function paramOf(program: EspdlProgram, index: number, at: number): ParamLayer | undefined {
  const layer = program.layers[index];
  if (layer?.kind !== "call") return undefined;
  const param = program.layers[layer.inputs[at]?.layer ?? -1];
  return param?.kind === "param" ? param : undefined;
}
