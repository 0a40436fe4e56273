import { expect, test } from "vitest";
import { boardCosts } from "../../bench/boards.js";
import { goldenCase } from "../../golden/cases.js";
import { needs } from "../board/tools.js";

/** Of the loop over input channels, with all that a call does besides. A naive loop takes 8.3. */
const MOST_PER_PRODUCT = 5;

test("convolutions take at most 5 instructions a product on the ESP32-C3's instruction set", async (context) => {
  needs(context, "qemu-system-riscv32", "riscv64-unknown-elf-gcc", "riscv64-unknown-elf-size");
  const { calls } = await boardCosts(goldenCase("tutorial_nhwc"));
  const convolutions = calls.filter(({ kernel }) => kernel === "esp_dl_nn_conv2d_s8_wrapper");
  const sum = (of: (call: (typeof calls)[number]) => number): number => convolutions.reduce((a, b) => a + of(b), 0);
  const ratio = sum(({ instructions }) => instructions) / sum(({ products }) => products!);
  console.log(`${convolutions.length} convolutions: ${ratio.toFixed(2)} instructions a product`);
  expect(convolutions).toHaveLength(2);
  expect(ratio).toBeLessThanOrEqual(MOST_PER_PRODUCT);
});
