import { join } from "node:path";
import { Command } from "commander";
import type { VectorChip } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { formatNpy } from "../base/tensor/npy.js";
import type { Tensor } from "../base/tensor/tensor.js";
import { COSTS } from "../isa/cost/model.js";
import { ISAS } from "../isa/kernels/library.js";
import { type Buffer, IsaSession } from "../isa/session/session.js";
import { isaArgument } from "./isa-argument.js";
import { type IsaRun, isaText } from "./isa-report.js";
import { print, printJson } from "./output.js";

interface Options {
  readonly function: string;
  readonly args?: readonly string[];
  readonly target_chip?: string;
  readonly out?: string;
  readonly json?: true;
}

export function isaCommand(): Command {
  const run = new Command("run")
    .description("call a function of a file of assembly on tensors: what it writes, what it executes, where it strays")
    .argument("<file.S>")
    .requiredOption("--function <name>", "the function to call")
    .option(
      "--args <value...>",
      "in the order of its registers: 5, x.npy (read), rw:x.npy, int8[2,16] (zeros to write)",
    )
    .option("--target_chip <chip>", "esp32s3 or esp32p4 (default: as the instructions tell)")
    .option("--out <folder>", "write every buffer that may be written as arg<i>.npy")
    .option("--json", "print what was executed as JSON")
    .addHelpText("after", "\nExit code: 0 returned, 2 faulted or not understood.")
    .addHelpText("after", "\nExample:\n  espdl-lab isa run dot.S --function dot --args int32[1] a.npy b.npy 64")
    .action(runIsa);
  return new Command("isa")
    .addCommand(run)
    .addHelpText("after", "\nExample:\n  espdl-lab isa run dot.S --function dot --args int32[1] a.npy b.npy 64");
}

function runIsa(path: string, options: Options): void {
  const session = IsaSession.open(path, chipOf(options.target_chip));
  const buffers: (readonly [string, Buffer])[] = [];
  const args = (options.args ?? []).map((text, i) => {
    const argument = isaArgument(text);
    if (typeof argument === "number") return argument;
    const buffer = session.place(`argument ${i}`, argument.tensor, { writable: argument.writable });
    if (argument.writable) buffers.push([`arg${i}`, buffer]);
    return buffer;
  });
  session.start(options.function, ...args);
  const stop = session.run();
  const tensors = buffers.map(([name, buffer]) => [name, buffer.read()] as const);
  const made = isaRun(path, session, options.function, stop.kind === "returned" ? stop.result : 0, tensors);
  if (options.out !== undefined)
    for (const [name, tensor] of tensors) writeFileAtomically(join(options.out, `${name}.npy`), formatNpy(tensor));
  if (options.json) printJson(made);
  else print(isaText(made));
}

function isaRun(
  file: string,
  session: IsaSession,
  name: string,
  result: number,
  tensors: readonly (readonly [string, Tensor])[],
): IsaRun {
  const { instructions, cycles, functions, lines } = session.profile();
  return {
    file,
    chip: session.chip,
    function: name,
    result,
    instructions,
    cycles,
    milliseconds: (cycles / COSTS[session.chip].clock) * 1e3,
    functions,
    lines: lines.map(({ place, text, executed }) => ({ place, text, executed })),
    buffers: tensors.map(([buffer, { dtype, shape, ...tensor }]) => ({
      name: buffer,
      dtype,
      shape,
      data: Array.from(tensor.data as ArrayLike<number | bigint>, Number),
    })),
    strayReads: session.strayReads.map(({ place, near, count }) => ({ place, near, count })),
  };
}

function chipOf(name: string | undefined): VectorChip | undefined {
  if (name === undefined || Object.hasOwn(ISAS, name)) return name as VectorChip | undefined;
  throw new UserError(`--target_chip: expected esp32s3 or esp32p4, got ${name}`);
}
