import { conv, type Fault, fault, patch } from "./fault.js";
import { clip, type Mistakes, naiveConvolution } from "./naive.js";
import { callOf, inputsOf, tensorOf } from "./subjects.js";

const rounded = (round: (value: number) => number): Mistakes => ({
  requantize: (acc, bias, shift) => clip(clip(round(acc / 2 ** shift)) + bias),
});
const halfEven = (value: number): number => {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
};
const wrap8 = (value: number): number => (value << 24) >> 24;
const shifted = (by: number): Mistakes => ({
  requantize: (acc, bias, shift) => clip(clip(shift + by < 0 ? acc * 2 ** -(shift + by) : acc >> (shift + by)) + bias),
});

const C = "esp.conv2d";
const DW = "esp.depthwise_conv2d";

/** Faults of convolutions whose cause the table of causes knows. */
export function convolutionFaults(): Fault[] {
  return [
    fault("rounds half up", "mnist_cnn", C, 0, conv(rounded((v) => Math.floor(v + 0.5))), "rounding/half-up"),
    fault("rounds half up", "prelu_hardswish", DW, 0, conv(rounded((v) => Math.floor(v + 0.5))), "rounding/half-up"),
    fault("rounds half even", "residual_add", C, 2, conv(rounded(halfEven)), "rounding/half-even"),
    fault("rounds toward zero", "tutorial_nhwc", C, 1, conv(rounded(Math.trunc)), "rounding/toward-zero"),
    fault(
      "rounds half away",
      "prelu_hardswish",
      C,
      0,
      conv(rounded((v) => Math.sign(v) * Math.round(Math.abs(v)))),
      "rounding/half-away",
    ),
    fault(
      "bias before the shift",
      "residual_add",
      C,
      2,
      conv({ requantize: (acc, bias, shift) => clip((acc + bias) >> shift) }),
      "bias/accumulator",
    ),
    fault(
      "bias scaled before the shift",
      "loud residual_add",
      C,
      2,
      conv({ requantize: (acc, bias, shift) => clip((acc + bias * 2 ** shift) >> shift) }),
      "saturation/once",
    ),
    fault("bias of the next channel", "mnist_cnn", C, 1, conv({ biasIndex: (o, n) => (o + 1) % n }), "bias/channel+1"),
    fault(
      "bias of the channel four before",
      "tutorial_nhwc",
      C,
      1,
      conv({ biasIndex: (o, n) => (o + n - 4) % n }),
      "bias/channel-4",
    ),
    fault(
      "bias forgotten",
      "prelu_hardswish",
      C,
      1,
      conv({ requantize: (acc, _, shift) => clip(acc >> shift) }),
      "bias/missing",
    ),
    fault("first channel's bias for all", "split_slice", C, 0, conv({ biasIndex: () => 0 }), "bias/first-channel"),
    fault(
      "wraps at 8 bits",
      "loud residual_add",
      C,
      1,
      conv({ requantize: (acc, bias, shift) => wrap8((acc >> shift) + bias) }),
      "saturation/wrap-8",
    ),
    fault(
      "saturates only once",
      "loud prelu_hardswish",
      C,
      0,
      conv({ requantize: (acc, bias, shift) => clip((acc >> shift) + bias) }),
      "saturation/once",
    ),
    fault(
      "quotient wraps before the bias",
      "loud resize_int8",
      C,
      0,
      conv({ requantize: (acc, bias, shift) => clip(wrap8(acc >> shift) + bias) }),
      "saturation/wrap-8-before-bias",
    ),
    fault(
      "accumulator wraps at 16 bits",
      "loud mnist_cnn",
      C,
      0,
      conv({ product: (acc) => (acc << 16) >> 16 }),
      "saturation/accumulator-wrap-16",
    ),
    fault(
      "lanes of 16 bits",
      "loud tutorial_nhwc",
      C,
      1,
      conv({ product: (acc) => Math.max(-32768, Math.min(32767, acc)) }),
      "saturation/lanes-16",
    ),
    fault("shift one too large", "mnist_cnn", C, 3, conv(shifted(1)), "shift/+1"),
    fault("shift two too small", "prelu_hardswish", DW, 0, conv(shifted(-2)), "shift/-2"),
    fault("exponent of another layer", "residual_add", C, 1, conv(shifted(3)), "shift/+3"),
    fault(
      "first channel's shift for all",
      "conv3x3_relu_pc",
      C,
      0,
      conv((call) => {
        const [first] = call.attributes.shift as number[];
        return { requantize: (acc, bias) => clip(clip(acc >> first!) + bias) };
      }),
      "shift/first-channel",
    ),
    fault("relu missing", "mnist_cnn", C, 0, conv({ relu: false }), "relu/missing"),
    fault("relu extra", "residual_add", C, 2, conv({ relu: true }), "relu/extra"),
    fault("padding on the other side", "split_slice", C, 0, conv({ pad: [0, 0] }), "padding/top0-left0"),
    fault("padding twice", "prelu_hardswish", DW, 0, conv({ pad: [2, 2] }), "padding/top2-left2"),
    fault("border of −128", "residual_add", C, 1, conv({ outside: () => -128 }), "padding/value-128"),
    fault("border not checked", "tutorial_nhwc", C, 1, conv({ outside: (x, flat) => x[flat] ?? 0 }), "padding/memory"),
    fault("stride ignored", "mnist_cnn", C, 2, conv({ strides: [1, 1] }), "stride/stride-1x1"),
    fault("dilation of 2", "residual_add", C, 0, conv({ dilation: [2, 2] }), "stride/dilation-2x2"),
    fault(
      "weights read as OIHW",
      "tutorial_nhwc",
      C,
      1,
      conv({ weight: (k, { r, s, i, o, R, S, I }) => k[((o * I + i) * R + r) * S + s]! }),
      "kernel-layout/read-OIHW",
    ),
    fault(
      "weights written as OIHW",
      "residual_add",
      C,
      1,
      conv({
        weight: (k, { r, s, i, o, R, S, I, O }) => {
          const f = ((r * S + s) * I + i) * O + o;
          const s2 = f % S;
          const r2 = Math.floor(f / S) % R;
          const i2 = Math.floor(f / (S * R)) % I;
          const o2 = Math.floor(f / (S * R * I));
          return k[((r2 * S + s2) * I + i2) * O + o2]!;
        },
      }),
      "kernel-layout/stored-OIHW",
    ),
    fault(
      "taps turned",
      "mnist_cnn",
      DW,
      0,
      conv({ weight: (k, { r, s, o, R, S, O }) => k[((R - 1 - r) * S + (S - 1 - s)) * O + o]! }),
      "kernel-layout/turned",
    ),
    fault(
      "rows and columns of the kernel swapped",
      "split_slice",
      C,
      1,
      conv({ weight: (k, { r, s, i, o, S, I, O }) => k[((s * S + r) * I + i) * O + o]! }),
      "kernel-layout/",
    ),
    fault(
      "depthwise weights read as OHW",
      "prelu_hardswish",
      DW,
      0,
      conv({ weight: (k, { r, s, o, R, S }) => k[(o * R + r) * S + s]! }),
      "kernel-layout/read-OHW",
    ),
    fault(
      "weights one byte late",
      "mnist_cnn",
      C,
      3,
      conv({ weight: (k, { r, s, i, o, S, I, O }) => k[((r * S + s) * I + i) * O + o + 1] ?? 99 }),
      "weight-offset/+1",
    ),
    fault(
      "weights four bytes early",
      "tutorial_nhwc",
      C,
      1,
      conv({ weight: (k, { r, s, i, o, S, I, O }) => k[((r * S + s) * I + i) * O + o - 4] ?? -77 }),
      "weight-offset/-4",
    ),
    fault(
      "input channels mod 8 left out",
      "mz_two_out",
      C,
      2,
      conv({ inputs: (count) => count - (count % 8) }),
      "input-channels/tail-8",
    ),
    fault("output channels reversed", "mnist_cnn", C, 1, conv({ store: (o, n) => n - 1 - o }), "output-order/channels"),
    fault(
      "image read as NCHW",
      "residual_add",
      C,
      0,
      conv({ image: (x, { n, y, x: column, c, h, w, channels }) => x[((n * channels + c) * h + y) * w + column]! }),
      "input-reading/nchw",
    ),
    fault(
      "image read as unsigned",
      "loud tutorial_nhwc",
      C,
      0,
      conv({
        image: (x, { n, y, x: column, c, h, w, channels }) => x[((n * h + y) * w + column) * channels + c]! & 255,
      }),
      "input-reading/unsigned",
    ),
    fault(
      "stale buffer",
      "residual_add",
      C,
      1,
      patch((data, s) => data.set(tensorOf(s, callOf(s, C, 0).id).data as Int8Array)),
      "unwritten/all of",
    ),
    fault(
      "input of another layer",
      "residual_add",
      C,
      2,
      (s, call) => naiveConvolution(call, inputsOf(s, call).with(0, tensorOf(s, callOf(s, C, 0).id))),
      "input-reading/of ",
    ),
    fault(
      "tail channels dead",
      "tutorial_nhwc",
      C,
      0,
      patch((data, _, call) => {
        const c = call.types[0]!.shape[3]!;
        for (let i = 0; i < data.length; i++) if (i % c >= c - 4) data[i] = 0;
      }),
      "unwritten/channels-tail zero",
    ),
    fault(
      "transfer cut short",
      "mnist_cnn",
      C,
      1,
      patch((data) => data.fill(0, 5000)),
      "unwritten/tail zero",
    ),
    fault(
      "row cut short",
      "residual_add",
      C,
      2,
      patch((data, _, call) => {
        const [, , w, c] = call.types[0]!.shape;
        for (let i = 0; i < data.length; i++) if (Math.floor(i / c!) % w! >= w! - 3) data[i] = 0;
      }),
      "unwritten/columns-tail zero",
    ),
  ];
}
