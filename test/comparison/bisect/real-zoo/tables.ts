import { type Fault, inCall, inLibrary, inTable, own } from "./fault.js";

/** Flash: pages erased, bits, tables moved or exchanged. */
export const TABLES: readonly Fault[] = [
  own(
    "weights-page-ff",
    "mnist_cnn",
    "nn_relu_3",
    "bytes 4096–8191 of the weights are 0xFF: an erased flash page",
    inTable(7, (v) => v.fill(-1, 4096, 8192)),
  ),
  own(
    "weights-tail-00",
    "mnist_cnn",
    "cast_13_1",
    "the last 256 bytes of the weights are 0: not programmed",
    inTable(9, (v) => v.fill(0, 8960)),
  ),
  own(
    "weights-256-ff",
    "tutorial_nhwc",
    "cast_7",
    "256 bytes of the weights from 512 on are 0xFF",
    inTable(2, (v) => v.fill(-1, 512, 768)),
  ),
  own(
    "weights-one-bit",
    "residual_add",
    "nn_relu_1",
    "one bit of the weights: bit 6 of byte 40",
    inTable(2, (v) => at(v, 40, (x) => x ^ 0x40)),
  ),
  own(
    "weights-sign-bit",
    "gemm_mlp_pc",
    "cast_7",
    "one bit of a dense weight: the sign of byte 37",
    inTable(7, (v) => at(v, 37, (x) => ((x ^ 0x80) << 24) >> 24)),
  ),
  own(
    "weights-two-bits",
    "mnist_cnn",
    "nn_relu",
    "two bits of two weights are stuck at 0",
    inTable(0, (v) =>
      at(
        at(v, 70, (x) => x & ~0x11),
        71,
        (x) => x & ~0x11,
      ),
    ),
  ),
  own(
    "bias-ff",
    "residual_add",
    "nn_relu_1",
    "the bias table is 0xFF: every bias reads as -1",
    inTable(3, (v) => v.fill(-1)),
  ),
  own(
    "bias-upper-half-00",
    "mnist_cnn",
    "cast_9",
    "the biases of channels 16–31 are 0: not programmed",
    inTable(5, (v) => v.fill(0, 16)),
  ),
  own(
    "bias-reversed",
    "group_conv",
    "cast_6",
    "the bias table is in reverse order",
    inTable(1, (v) => v.reverse()),
  ),
  own(
    "bias-old-model",
    "prelu_hardswish",
    "cast_4_2",
    "the biases are twice too large: computed for another exponent",
    inTable(7, (v) => v.map((x) => 2 * x)),
  ),
  own(
    "lookup-tail-ff",
    "mnist_cnn",
    "layout_transform_2",
    "the last 112 entries of the table are 0xFF: x ≥ 16 gives -1",
    inTable(6, (v) => v.fill(-1, 144)),
  ),
  own(
    "lookup-hole-00",
    "split_slice",
    "cast_6_1",
    "32 entries of the table are 0: x from 16 to 47",
    inTable(2, (v) => v.fill(0, 144, 176)),
  ),
  own(
    "lookup-shifted",
    "split_slice",
    "cast_11",
    "the table is one entry too early",
    inTable(5, (v) => [...v.slice(1), 0]),
  ),
  own(
    "lookup-one-bit",
    "prelu_hardswish",
    "layout_transform_2_1",
    "one bit of the table: bit 3 of the entry for x = 5",
    inTable(5, (v) => at(v, 133, (x) => x ^ 8)),
  ),
  own(
    "lookup-reversed",
    "mz_two_out",
    "layout_transform_2",
    "the table is reversed: x is looked up as -1 - x",
    inTable(5, (v) => v.reverse()),
  ),
  own(
    "weights-one-byte-late",
    "residual_add",
    "cast_4_2",
    "the weights are one byte late",
    inTable(4, (v) => [0, ...v.slice(0, -1)]),
  ),
  own(
    "weights-exchanged",
    "residual_add",
    "nn_relu_1",
    "the weights of layers nn_relu_1 and cast_4_2 are exchanged",
    inLibrary("const int8_t constant_2_let[576]", "const int8_t swapped[576]"),
    inLibrary("const int8_t constant_4_let[576]", "const int8_t constant_2_let[576]"),
    inLibrary("const int8_t swapped[576]", "const int8_t constant_4_let[576]"),
  ),
  own(
    "shift-one-channel",
    "conv3x3_relu_pc",
    "cast_4",
    "channel 5 is shifted by 7 instead of 8",
    inTable(2, (v) => at(v, 5, () => 7)),
  ),
  own(
    "shift-all-eight",
    "conv3x3_relu_pc",
    "cast_4",
    "every channel is shifted by 8: channels 3 and 10 need 9",
    inTable(2, (v) => v.fill(8)),
  ),
  own(
    "shift-table-moved",
    "conv3x3_relu_pc",
    "cast_4",
    "the table of shifts is moved by one channel",
    inTable(2, (v) => [...v.slice(1), v[0]!]),
  ),
  own(
    "multiplier-halved",
    "tutorial_nhwc",
    "cast_12",
    "the multiplier of the dense layer is halved",
    inTable(4, (v) => v.map((x) => Math.trunc(x / 2))),
  ),
  own(
    "dense-shift-off",
    "mnist_cnn",
    "cast_18",
    "the shift of the dense layer is 1 too large",
    inTable(12, (v) => v.map((x) => x + 1)),
  ),
  own(
    "dense-bias-int8",
    "mnist_cnn",
    "cast_18",
    "the biases of the dense layer were stored as int8 and wrapped",
    inTable(13, (v) => v.map((x) => (x << 24) >> 24)),
  ),
  own(
    "dense-bias-endian",
    "gemm_mlp_pc",
    "cast_7",
    "the bytes of every 32-bit bias are in the other order",
    inTable(6, (v) => v.map(swapped)),
  ),
  own(
    "dense-bias-ff",
    "tutorial_nhwc",
    "cast_12",
    "the last 5 biases are 0xFFFFFFFF: erased",
    inTable(6, (v) => v.fill(-1, 5)),
  ),
  own(
    "dense-row-00",
    "matmul_3d",
    "cast_4",
    "the weights of the last output are 0",
    inTable(2, (v) => v.fill(0, v.length - 16)),
  ),
  own(
    "depthwise-ff",
    "mz_two_out",
    "cast_4_1",
    "bytes 16–31 of the depthwise weights are 0xFF",
    inTable(3, (v) => v.fill(-1, 16, 32)),
  ),
  own(
    "weights-half-ff",
    "resize_int8",
    "cast_6",
    "the second half of the weights is 0xFF",
    inTable(2, (v) => v.fill(-1, 288)),
  ),
  own(
    "weights-pairs",
    "residual_add",
    "nn_relu",
    "the bytes of each 16-bit word of the weights are exchanged",
    inTable(0, pairs),
  ),
  own(
    "weights-flipped",
    "tutorial_nhwc",
    "cast_7",
    "the kernel is rotated by 180 degrees in the weights",
    inTable(2, (v) => taps(v, 9, 256, (tap) => 8 - tap)),
  ),
  own(
    "weights-transposed",
    "mnist_cnn",
    "nn_relu_1",
    "kernel rows and columns are exchanged in the weights",
    inTable(2, (v) => taps(v, 9, 16, (tap) => (tap % 3) * 3 + Math.floor(tap / 3))),
  ),
  own(
    "weights-negated",
    "mnist_cnn",
    "cast_9",
    "channel 3 has the sign of every weight exchanged",
    inTable(4, (v) => v.map((x, i) => (i < 256 && i % 16 === 3 ? -x : x))),
  ),
  own(
    "weights-channel-twice",
    "split_slice",
    "nn_relu_1",
    "channel 6 has the weights of channel 5",
    inTable(3, (v) => v.map((x, i) => (i % 8 === 6 ? v[i - 1]! : x))),
  ),
  own(
    "prelu-slopes-00",
    "prelu_hardswish",
    "nn_prelu",
    "the slopes of channel 1 are 0",
    inTable(2, (v) => v.fill(0, 1024, 2048)),
  ),
  own(
    "float-bias-00",
    "softmax_unnamed",
    "nn_relu",
    "the biases of the last 4 channels are 0",
    inTable(1, (v) => v.fill(0, 4)),
  ),
  own(
    "float-weights-00",
    "softmax_unnamed",
    "nn_conv2d",
    "the last 27 weights, those of channel 7, are 0",
    inTable(0, (v) => v.fill(0, 189)),
  ),
  own(
    "wrong-table",
    "residual_add",
    "cast_4_2",
    "the layer uses the biases of nn_relu_1",
    inCall("esp_main_2", "(int8_t *)constant1,", "(int8_t *)constant_3_let,"),
  ),
];

function at(values: number[], index: number, change: (value: number) => number): number[] {
  values[index] = change(values[index]!);
  return values;
}

function swapped(value: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes.readInt32BE();
}

function pairs(values: number[]): number[] {
  return values.map((_, i) => values[i ^ 1]!);
}

/** Moves whole taps of `size` values inside each block of `count` taps. */
function taps(values: number[], count: number, size: number, from: (tap: number) => number): number[] {
  return values.map((_, i) => {
    const tap = Math.floor(i / size);
    const block = Math.floor(tap / count) * count;
    return values[(block + from(tap - block)) * size + (i % size)]!;
  });
}
