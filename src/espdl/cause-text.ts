import { printable } from "../formats/onnx/printable.js";
import { powers } from "./lint/text.js";
import type { DifferenceCause } from "./verify-vectors.js";

/** Whose difference it is, and why. */
export function causeText(cause: DifferenceCause): string {
  switch (cause.kind) {
    case "exporter-float-simulation":
      return "the exporter's simulation: it computes int16 in float32, the chip in integers; its own test() allows 1";
    case "float-rounding":
      return "rounding of float32: the order of sums and the library's exp; within what the chip's test() allows";
    case "raw-exponents":
      return `the exporter's simulation: ${printable(cause.node)} does not look at its scales ${powers(cause.exponents)} on the chip, the exporter did (lint measures it)`;
    case "lane-saturation":
      return `the exporter's simulation: ${cause.elements} sums of ${printable(cause.node)} saturate in 20-bit lanes, which it does not simulate`;
    case "lint":
      return `${printable(cause.finding.node)}: ${cause.finding.reason} (lint: ${cause.finding.rule})`;
    case "unknown":
      return "not the exporter's simulation, as far as is known: a damaged file, another chip's rounding, or a fault of ours";
  }
}
