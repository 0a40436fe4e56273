import type { CompiledForBoard } from "../../../codegen/compile-for-board.js";
import type { Exported } from "../../../codegen/project/export-project.js";
import { accelerations, accelerationText } from "../../../ir/fuse/accelerations.js";
import { postOrder } from "../../../ir/graph/order.js";
import type { CallLayer, Program } from "../../../ir/graph/program.js";
import type { Compiled } from "../../../ir/passes/compile.js";
import { memoryMap } from "../../figures/memory-map.js";
import { formatCount, layerName } from "../../figures/text.js";
import type { Table } from "../table.js";
import type { View } from "../view.js";
import { fitLines } from "./fit.js";
import { memoryLine } from "./memory.js";

/** The graph after each pass, and the program that came out. */
export function compiledView({ stages, program, warnings }: Compiled): View {
  const sizes = stages.map(({ graph }) => postOrder(graph).length);
  const change = (i: number): string => {
    const difference = i === 0 ? 0 : sizes[i]! - sizes[i - 1]!;
    return difference === 0 ? "" : `${difference > 0 ? "+" : "−"}${Math.abs(difference)}`;
  };
  return {
    heading: `Compiled in ${stages.length - 1} passes to ${callsOf(program).length} calls`,
    lines: warningLines(warnings),
    table: {
      columns: [{ title: "after" }, { title: "operators", align: "right" }, { title: "change", align: "right" }],
      rows: stages.map(({ name }, i) => [name, String(sizes[i]), change(i)]),
    },
  };
}

/** The calls that the board makes, the kernel that each got, and the arena that they share. */
export function boardView({ program, plan, library, warnings }: CompiledForBoard): View {
  const lines = library.files.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
  return {
    heading: `Compiled for a board: ${callsOf(program).length} calls, ${library.files.length} files of C (${formatCount(lines)} lines)`,
    lines: [memoryLine(plan), ...kernelLines(program), ...warningLines(warnings)],
    ...(plan.buffers.length === 0
      ? {}
      : {
          figure: memoryMap(
            plan,
            program.layers.map(({ id }) => id),
          ),
        }),
    table: kernelTable(program),
  };
}

/** What was written where, whether the chip has room for it, and the kernel that each call got. */
export function exportedView({ program, plan, fit, warnings, archive, project }: Exported): View {
  return {
    heading: `Exported ${callsOf(program).length} calls for ${fit.chip}`,
    lines: [
      `${archive}: the model as C`,
      `${project}: the project for ESP-IDF`,
      ...fitLines(fit),
      memoryLine(plan),
      ...kernelLines(program),
      ...warningLines(warnings),
    ],
    table: kernelTable(program),
  };
}

const callsOf = ({ layers }: Program): CallLayer[] => layers.filter((layer) => layer.kind === "call");

const warningLines = (warnings: readonly string[]): string[] => warnings.map((warning) => `warning: ${warning}`);

/** How many convolutions are accelerated, and why the others are not. */
function kernelLines(program: Program): string[] {
  const found = accelerations(program);
  const plain = found.filter(({ accelerated }) => !accelerated);
  if (found.length === 0) return [];
  return [accelerationText(found), ...plain.map(({ layer, reason }) => `layer ${layer.index} is not: ${reason}`)];
}

function kernelTable(program: Program): Table {
  return {
    columns: [{ title: "#", align: "right" }, { title: "layer" }, { title: "ONNX nodes" }, { title: "kernel" }],
    rows: callsOf(program).map(({ index, id, onnx, op, kernel }) => [
      String(index),
      layerName(id),
      onnx.join(" + "),
      kernel?.function ?? op,
    ]),
  };
}
