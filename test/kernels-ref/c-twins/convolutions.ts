import { pick, ROUNDS, random, sliding, type Twins, tensor, type } from "./twins.js";

export function convolutions(twins: Twins): void {
  for (let round = 0; round < 4 * ROUNDS; round++) {
    const { height, width, outHeight, outWidth, kernel, attributes } = sliding();
    const kind = pick(["plain", "plain", "depthwise", "grouped", "multiplier"]);
    const groups = kind === "plain" ? 1 : kind === "depthwise" ? pick([2, 5, 16, 21]) : 2;
    const inputs = kind === "plain" ? random(1, 9) : kind === "grouped" ? groups * random(2, 5) : groups;
    const outputs = kind === "depthwise" ? groups : groups * pick([1, 3, 4, 8, 11, 17, 33]);
    const layout = kind === "depthwise" ? "HWOI" : "HWIO";
    const kernelShape = layout === "HWOI" ? [...kernel, outputs, 1] : [...kernel, inputs / groups, outputs];
    const perChannel = random(0, 2) === 0;
    const shift = Array.from({ length: perChannel ? outputs : 1 }, () => random(-2, 12));
    const batch = pick([1, 1, 2]);
    twins.call(
      kind === "depthwise" ? "esp.depthwise_conv2d" : "esp.conv2d",
      [
        twins.input(type("int8", [batch, height, width, inputs])),
        twins.constant(tensor(type("int8", kernelShape))),
        ...(random(0, 1) ? [twins.constant(tensor(type("int8", [1, 1, 1, outputs])))] : []),
      ],
      [type("int8", [batch, outHeight, outWidth, outputs])],
      {
        ...attributes,
        ...{ data_layout: "NHWC", kernel_layout: layout, groups, relu: random(0, 1) === 1 },
        shift: perChannel ? shift : shift[0]!,
      },
    );
  }
}
