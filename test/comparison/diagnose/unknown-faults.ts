import { Tensor } from "../../../src/base/tensor/tensor.js";
import { conv, type Fault, fault, patch } from "./fault.js";
import { clip, naiveConvolution } from "./naive.js";
import { inputsOf } from "./subjects.js";

const C = "esp.conv2d";
const DW = "esp.depthwise_conv2d";

/** Faults that no row of the table of causes describes. */
export function unknownFaults(): Fault[] {
  let state = 12345;
  const random = (): number => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x80000000;
  return [
    fault(
      "every hundredth byte has a flipped bit",
      "mnist_cnn",
      C,
      1,
      patch((data) => {
        for (let i = 7; i < data.length; i += 100) data[i]! ^= 0x10;
      }),
    ),
    fault(
      "one byte flipped",
      "residual_add",
      C,
      0,
      patch((data) => void (data[333]! ^= 0x40)),
    ),
    fault(
      "noise of ±1",
      "tutorial_nhwc",
      C,
      1,
      patch((data) => {
        for (let i = 0; i < data.length; i++) data[i] = clip(data[i]! + Math.round(random() * 2 - 1));
      }),
    ),
    fault("one weight flipped", "mnist_cnn", C, 2, (s, call) => {
      const inputs = inputsOf(s, call);
      const k = inputs[1]!.data.slice() as Int8Array;
      k[1234]! ^= 0x20;
      return naiveConvolution(call, inputs.with(1, new Tensor("int8", inputs[1]!.shape, k)));
    }),
    fault(
      "random bytes",
      "residual_add",
      C,
      2,
      patch((data) => {
        for (let i = 0; i < data.length; i++) data[i] = Math.floor(random() * 256) - 128;
      }),
    ),
    fault("accumulator loses its lowest bits", "tutorial_nhwc", C, 0, conv({ product: (acc) => acc & ~31 })),
    fault("weights halved", "prelu_hardswish", DW, 0, (s, call) => {
      const inputs = inputsOf(s, call);
      return naiveConvolution(
        call,
        inputs.with(
          1,
          new Tensor(
            "int8",
            inputs[1]!.shape,
            (inputs[1]!.data as Int8Array).map((v) => (v * 3) >> 2),
          ),
        ),
      );
    }),
    fault(
      "one wrong element of ten",
      "mnist_cnn",
      "esp.dense",
      0,
      patch((data) => void (data[3]! += 1)),
    ),
    fault(
      "two rows of garbage",
      "split_slice",
      C,
      0,
      patch((data, _, call) => {
        const [, , w, c] = call.types[0]!.shape;
        for (let i = 3 * w! * c!; i < 5 * w! * c!; i++) data[i] = Math.floor(random() * 256) - 128;
      }),
    ),
  ];
}
