import type { LintRule } from "../finding.js";

/** The ESP32-P4's average pool checks the number of channels, not the address: it reads from the one rounded down to 16. */
export const poolAddress: LintRule = {
  name: "pool-address",
  check: (context) => {
    if (context.chip !== "esp32p4") return [];
    const pools = context.calls("espdl.avg_pool").filter(([, { types }]) => {
      const channels = types[0].shape.at(-1) ?? 0;
      return types[0].dtype === "int8" && channels % 16 === 0;
    });
    const [first] = pools;
    if (first === undefined) return [];
    const fed = pools.find(([, call]) => context.program!.layers[call.inputs[0].layer].kind === "input");
    const [node] = fed ?? first;
    const others = pools.length > 1 ? ` (and ${pools.length - 1} nodes more)` : "";
    return [
      {
        severity: fed === undefined ? "note" : "warning",
        node: node.name,
        op: node.op,
        reason: `an average pool of a multiple of 16 channels${others} reads from an address that is 8 mod 16 as if it were 8 less${fed === undefined ? "; tensors between nodes are aligned to 16" : ": its data is the application's own buffer"}`,
        remedy: "align the input's buffer to 16 bytes (heap_caps_aligned_alloc)",
      },
    ];
  },
};
