import type { LintRule } from "../finding.js";

/** Only the ESP32-P4 has kernels for weights with an exponent for each channel. */
export const perChannel: LintRule = {
  name: "per-channel",
  check: (context) => {
    if (context.chip === "esp32p4") return [];
    const wide = context.nodes.filter(({ file }) =>
      file.inputs.slice(1, 2).some((name) => (context.initializer(name)?.exponents.length ?? 0) > 1),
    );
    const [first] = wide;
    if (first === undefined) return [];
    const others = wide.length > 1 ? ` (and ${wide.length - 1} nodes more)` : "";
    return [
      {
        severity: "error",
        node: first.name,
        op: first.op,
        reason: `its weight has an exponent for each channel${others}, which only esp32p4 runs, not ${context.chip}`,
        remedy: `export for ${context.chip} (one exponent a tensor), or lint with --target_chip esp32p4`,
      },
    ];
  },
};
