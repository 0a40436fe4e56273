import { type Port, type Ports, portsOf } from "./interface.js";
import type { Network } from "./network.js";
import { commentText } from "./text.js";

/** tvmgen_default.h: what an application needs, as TVM's C interface names it. */
export function publicHeader({ program, plan }: Network): string {
  const ports = portsOf(program);
  return `#ifndef TVMGEN_DEFAULT_H_
#define TVMGEN_DEFAULT_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

${sizes(ports)}
/* Bytes that the model works in, without inputs, outputs and constants. */
#define TVMGEN_DEFAULT_WORKSPACE_SIZE ${plan.arenaBytes}

/* All pointers are aligned to 16 bytes. */
struct tvmgen_default_inputs {
${fields(ports.inputs)}
};

struct tvmgen_default_outputs {
${fields(ports.outputs)}
};

/* Runs the model. 0: done. */
int32_t tvmgen_default_run(struct tvmgen_default_inputs* inputs, struct tvmgen_default_outputs* outputs);

#ifdef __cplusplus
}
#endif

#endif
`;
}

function sizes({ inputs, outputs }: Ports): string {
  const line = (kind: string, { field, bytes, dtype, shape }: Port): string =>
    `/* ${kind}: ${dtype} [${shape.join(", ")}], in bytes. */\n#define TVMGEN_DEFAULT_${field.toUpperCase()}_SIZE ${bytes}\n`;
  return [...inputs.map((port) => line("Input", port)), ...outputs.map((port) => line("Output", port))].join("");
}

function fields(ports: readonly Port[]): string {
  return ports
    .map(({ field, name }) => `  void* ${field};${field === name ? "" : ` /* ${commentText(name)} */`}`)
    .join("\n");
}
