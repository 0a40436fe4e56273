import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { CallLayer } from "../../../src/ir/graph/program.js";
import { type Fault, fault, patch, rerun } from "./fault.js";
import { clip } from "./naive.js";
import { inputsOf, type Subject } from "./subjects.js";

/** Faults of other operators whose cause the table of causes knows. */
export function otherFaults(): Fault[] {
  return [
    fault(
      "copy cut short",
      "mnist_cnn",
      "layout_transform",
      0,
      patch((data) => data.fill(0, 1000)),
      "unwritten/tail zero",
    ),
    fault(
      "copy not transposed",
      "split_slice",
      "layout_transform",
      0,
      (s, call) => new Tensor("int8", call.types[0]!.shape, inputsOf(s, call)[0]!.data),
      "output-order/nchw",
    ),
    fault(
      "concatenated in the other order",
      "split_slice",
      "concatenate",
      0,
      rerun((inputs) => ({ inputs: [inputs[1]!, inputs[0]!] })),
      "operands/swapped",
    ),
    fault(
      "pool's stride ignored",
      "mnist_cnn",
      "nn.max_pool2d",
      0,
      rerun(() => ({ attributes: { strides: [1, 1] } })),
      "attributes/the stride is ignored",
    ),
    fault(
      "table without offset",
      "mnist_cnn",
      "esp.lookup",
      0,
      rerun((inputs, call) => {
        const table = call.attributes.table as number[];
        return { inputs, attributes: { table: table.map((_, i) => table[(i - 128) & 255]!) } };
      }),
      "lookup/unsigned",
    ),
    fault(
      "table not applied",
      "gemm_mlp_pc",
      "esp.lookup",
      0,
      rerun((inputs) => ({ inputs, attributes: { table: Array.from({ length: 256 }, (_, i) => i - 128) } })),
      "lookup/identity",
    ),
    fault(
      "input rounds down",
      "prelu_hardswish",
      "esp.quantize",
      0,
      (s, call) => quantized(s, call, Math.floor),
      "rounding/floor",
    ),
    fault(
      "input truncated",
      "residual_add",
      "esp.quantize",
      0,
      (s, call) => quantized(s, call, Math.trunc),
      "rounding/toward-zero",
    ),
    fault(
      "output scale off by one",
      "tutorial_nhwc",
      "esp.dequantize",
      0,
      rerun((_, call) => ({ attributes: { scale: (call.attributes.scale as number) * 2 } })),
      "shift/scale+1",
    ),
    fault(
      "sum of the same operand twice",
      "residual_add",
      "esp.pointwise",
      0,
      rerun((inputs) => ({ inputs: inputs.with(2, inputs[0]!) })),
      "operands/of",
    ),
    fault(
      "dense shift off by one",
      "gemm_mlp_pc",
      "esp.dense",
      0,
      rerun((_, call) => ({ attributes: { shift: (call.attributes.shift as number[]).map((v) => v + 1) } })),
      "shift/+1",
    ),
    fault(
      "dense bias forgotten",
      "gemm_mlp_pc",
      "esp.dense",
      0,
      rerun((inputs) => ({ inputs: inputs.with(2, Tensor.zeros("int32", inputs[2]!.shape)) })),
      "bias/missing",
    ),
    fault(
      "dense weights transposed",
      "gemm_mlp_pc",
      "esp.dense",
      0,
      rerun((inputs) => ({ inputs: inputs.with(1, retold(inputs[1]!)) })),
      "kernel-layout/read-IO",
    ),
  ];
}

/** The weights' bytes taken for [inputs, units]. */
function retold({ shape, data }: Tensor): Tensor {
  const [units, length] = shape as [number, number];
  const result = Tensor.zeros("int8", shape);
  for (let u = 0; u < units; u++) for (let k = 0; k < length; k++) result.data[u * length + k] = data[k * units + u]!;
  return result;
}

function quantized(s: Subject, call: CallLayer, round: (value: number) => number): Tensor {
  const [x] = inputsOf(s, call);
  const scale = call.attributes.scale as number;
  return new Tensor(
    "int8",
    x!.shape,
    Int8Array.from(x!.data as Float32Array, (value) => clip(round(value / scale))),
  );
}
