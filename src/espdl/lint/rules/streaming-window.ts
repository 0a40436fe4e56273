import { integerOf, integersOf, type LintContext, type LintNode } from "../context.js";
import type { LintRule } from "../finding.js";

/** esp-ppq gives one StreamingCache to all that read a tensor, with the window of the first. */
export const streamingWindow: LintRule = {
  name: "streaming-window",
  check: (context) =>
    context.nodes
      .filter(({ op }) => op === "StreamingCache")
      .flatMap((cache) => {
        const window = integerOf(cache, "window_size") ?? 1;
        return context.readers(cache.file.outputs[0] ?? "").flatMap((reader) => {
          const field = receptiveField(context, reader, (integerOf(cache, "frame_axis") ?? 1) - 1);
          if (field === undefined || field <= window) return [];
          return [
            {
              severity: "error" as const,
              node: reader.name,
              op: reader.op,
              reason: `sees ${field} frames, the cache ${cache.name} before it keeps a window of ${window}: the exporter took that of another reader`,
              remedy: "give each convolution a tensor of its own (an Identity before it) and export again",
            },
          ];
        });
      }),
};

/** Frames that one output of a convolution depends on. */
function receptiveField(context: LintContext, node: LintNode, axis: number): number | undefined {
  if (node.op !== "Conv") return undefined;
  const taps = integersOf(node, "kernel_shape")[axis] ?? context.initializer(node.file.inputs[1] ?? "")?.dims[axis];
  return taps === undefined ? undefined : (taps - 1) * (integersOf(node, "dilations")[axis] ?? 1) + 1;
}
