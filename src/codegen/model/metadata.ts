import type { Program } from "../../ir/graph/program.js";
import type { GeneratedCode } from "../c/generate.js";
import { type Port, portsOf } from "../c/interface.js";
import type { MemoryPlan } from "../memory/plan.js";

/** metadata.json of the Model Library Format, version 7: what is in the archive and the bytes that it needs. */
export function metadata(program: Program, plan: MemoryPlan, code: GeneratedCode): string {
  const { inputs, outputs } = portsOf(program);
  const ports = (list: readonly Port[]) =>
    Object.fromEntries(list.map(({ field, dtype, bytes }) => [field, { dtype, size: bytes }]));
  const sum = (list: readonly Port[]): number => list.reduce((total, { bytes }) => total + bytes, 0);
  const main = {
    constants_size_bytes: code.constantBytes,
    device: 1,
    inputs: ports(inputs),
    io_size_bytes: sum(inputs) + sum(outputs),
    outputs: ports(outputs),
    workspace_size_bytes: plan.arenaBytes,
  };
  const operators = code.functions.map(({ name }) => {
    return { function_name: name, workspace: [{ device: 1, workspace_size_bytes: 0 }] };
  });
  const module = {
    executors: ["aot"],
    external_dependencies: [{ short_name: "espdl_kernels", url: "./runtime", url_type: "mlf_path" }],
    memory: { functions: { main: [main], operator_functions: operators } },
    model_name: "default",
    style: "full-model",
    target: ["c -keys=cpu -model=esp32"],
  };
  return `${JSON.stringify({ modules: { default: module }, version: 7 }, null, 2)}\n`;
}
