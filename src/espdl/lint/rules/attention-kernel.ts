import type { LintRule } from "../finding.js";

/** What esp-ppq embeds of an Attention is the chip's integer law for the ESP32-P4's int8 alone. */
export const attentionKernel: LintRule = {
  name: "attention-kernel",
  check: (context) => {
    const calls = context.calls("espdl.attention");
    const [first] = calls;
    if (first === undefined) return [];
    const [node, call] = first;
    const others = calls.length > 1 ? ` (and ${calls.length - 1} nodes more)` : "";
    const isP4 = context.chip === "esp32p4";
    if (isP4 && call.types[0].dtype === "int8") return [];
    return [
      {
        severity: "note",
        node: node.name,
        op: node.op,
        reason: isP4
          ? `int16 Attention${others}: the order in which the chip's lanes add is not simulated, its result may be off by 1`
          : `Attention${others} on ${context.chip}: esp-ppq embeds float32 softmax of the real values, what the chip's own kernel gives is not known`,
        remedy: "allow a step here when you compare, or export with espdl_attention_fusion off",
      },
    ];
  },
};
