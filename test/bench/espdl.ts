import { KERNELS } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { chipArithmetic } from "../../src/espdl/chip.js";
import { compileEspdl } from "../../src/espdl/compile.js";
import { runEspdl } from "../../src/espdl/run.js";
import { workOf } from "../../src/espdl/work.js";
import { mobilenet } from "./espdl-mobilenet.js";

interface OperatorTime {
  readonly operator: string;
  readonly products: number;
  readonly seconds: number;
}

/** Seconds that each kind of operator of a MobileNetV2-sized network takes in the reference kernels. */
export function timeMobilenet(dtype: "int8" | "int16", lanes: boolean): OperatorTime[] {
  const chip = lanes ? "esp32s3" : "c";
  const program = compileEspdl(mobilenet(dtype), { chip });
  const arithmetic = chipArithmetic(chip, lanes);
  const values: Tensor[][] = [];
  const times = new Map<string, OperatorTime>();
  for (const layer of program.layers) {
    if (layer.kind !== "call") {
      values.push([layer.kind === "param" ? layer.tensor : image(layer.types[0].dtype, layer.types[0].shape)]);
      continue;
    }
    const inputs = layer.inputs.map((operand) => values[operand.layer][operand.output]);
    const outputs = layer.types.map(({ dtype: type, shape }) => Tensor.zeros(type, shape));
    const start = performance.now();
    KERNELS.get(layer.op)!(inputs, layer.attributes, outputs, arithmetic);
    const seconds = (performance.now() - start) / 1000;
    const operator = nameOf(layer.op, layer.attributes.group, inputs[1]?.shape);
    const before = times.get(operator) ?? { operator, products: 0, seconds: 0 };
    times.set(operator, {
      operator,
      products: before.products + workOf(program, layer),
      seconds: before.seconds + seconds,
    });
    values.push(outputs);
  }
  return [...times.values()];
}

function nameOf(op: string, group: unknown, kernel: readonly number[] | undefined): string {
  if (op !== "espdl.conv") return op;
  return group === 1 ? `conv ${kernel![0]} × ${kernel![1]}` : `depthwise ${kernel![0]} × ${kernel![1]}`;
}

function image(dtype: Tensor["dtype"], shape: readonly number[]): Tensor {
  const tensor = Tensor.zeros(dtype, shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = (Math.imul(i, 2654435761) >> 24) as number;
  return tensor;
}

/** Prints seconds and GMAC/s for each operator, int8, int16 and int8 in the lanes of the ESP32-S3. */
export function benchEspdl(print: (line: string) => void): void {
  for (const [dtype, lanes] of [
    ["int8", false],
    ["int16", false],
    ["int8", true],
  ] as const) {
    const times = timeMobilenet(dtype, lanes);
    const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
    print(`MobileNetV2 224 × 224, ${dtype}${lanes ? ", 20-bit lanes" : ""}: ${total.toFixed(2)} s`);
    for (const { operator, products, seconds } of times)
      print(`  ${operator.padEnd(20)} ${seconds.toFixed(3)} s  ${(products / seconds / 1e9).toFixed(2)} GMAC/s`);
  }
  const model = mobilenet("int8");
  const start = performance.now();
  runEspdl(model, new Map([["input", image("int8", [1, 224, 224, 3])]]), { chip: "c", keep: "outputs" });
  print(`  compiled and run whole: ${((performance.now() - start) / 1000).toFixed(2)} s`);
}
