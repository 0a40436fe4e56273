import { FAULT, replaceOnce } from "./family.js";

/** Tensor through which the test tells a board which fault is at work, and where: four int32. */
export const SWITCH = "espdl_zoo";

/** Below are the numbers of the kernels' faults. */
export const KERNEL_NUMBERS = 500;

/** A call as espdl_model.c makes it. */
export interface BoardCall {
  /** Index of the layer in the program. */
  readonly layer: number;
  readonly function: string;
  /** C expressions: inputs and constants, then the outputs. */
  readonly operands: readonly string[];
}

/** Another way to make some calls, or to place some tensors, while a fault is at work. */
export interface PlanFault {
  readonly number: number;
  /** Operands of calls, by layer; a call that is not named keeps its own. */
  readonly operands?: ReadonlyMap<number, readonly string[]>;
  /** C expressions of where tensors lie for the debug runner, by id. */
  readonly places?: ReadonlyMap<string, string>;
}

const RUN = /static int32_t run_(\d+)\(void\) \{ return (\w+)\((.*)\); \}/g;

/** The calls of an espdl_model.c. */
export function boardCalls(text: string): BoardCall[] {
  return [...text.matchAll(RUN)].map(([, layer, name, operands]) => ({
    layer: Number(layer),
    function: name!,
    operands: splitOperands(operands!),
  }));
}

/** The C expression of where a tensor lies. */
export function placeOf(text: string, id: string): string {
  const line = text.split("\n").find((row) => row.startsWith(`    {"${id}", `));
  if (line === undefined) throw new Error(`no tensor ${id} in espdl_model.c`);
  return line.replace(/^.*", \d+, /, "").replace(/\},$/, "");
}

/** Position of a tensor in the table. */
export function tensorIndex(text: string, id: string): number {
  const rows = text.split("\n").filter((row) => /^ {4}\{"[^"]+", \d+, /.test(row));
  return rows.findIndex((row) => row.startsWith(`    {"${id}", `));
}

/** espdl_model.c with a switch for faults: of kernels in one chosen call, and of the plan. */
export function switchable(text: string, plan: readonly PlanFault[]): string {
  const moves = plan.flatMap(({ number, places = new Map() }) =>
    [...places].map(([id, place]) => {
      const data = `tensors[${tensorIndex(text, id)}].data`;
      return `  ${data} = ${SWITCH}[0] == ${number} ? (void *)(${place}) : (void *)(${placeOf(text, id)});\n`;
    }),
  );
  const head = `int32_t ${SWITCH}[4], ${FAULT};\nstatic void zoo_place(void);\n\nstatic uint8_t`;
  const place = `static void zoo_place(void) {\n${moves.join("")}}\n\nstatic uint64_t costs`;
  let result = text.replace(RUN, (_, layer: string, name: string, list: string) => {
    const others = plan.flatMap(({ number, operands }) => {
      const other = operands?.get(Number(layer));
      return other === undefined ? [] : [`${SWITCH}[0] == ${number} ? ${name}(${other.join(", ")}) : `];
    });
    return `static int32_t run_${layer}(void) {
  int32_t code;
  zoo_place();
  ${FAULT} = ${SWITCH}[1] == ${layer} && ${SWITCH}[0] < ${KERNEL_NUMBERS} ? ${SWITCH}[0] : 0;
  code = ${others.join("")}${name}(${list});
  ${FAULT} = 0;
  return code;
}`;
  });
  result = replaceOnce(result, "static uint8_t", head);
  result = replaceOnce(result, "static uint64_t costs", place);
  result = replaceOnce(result, "static const struct espdl_tensor tensors", "static struct espdl_tensor tensors");
  const count = tensorCount(text);
  // Behind the tensors, before the constants, whose numbers go on from there.
  result = replaceOnce(
    result,
    / {4}\{"constant_0_let|\};\n\nstatic const uint16_t indices/,
    (next) => `    {"${SWITCH}", 16, ${SWITCH}},\n${next}`,
  );
  // A model whose calls are handed no constants keeps its numbers.
  result = result.replace(/(static const uint16_t indices\[\] = \{)(.*)\};/, (_, head: string, list: string) => {
    const numbers = list.split(", ").map(Number);
    return `${head}${numbers.map((number) => (number >= count ? number + 1 : number)).join(", ")}};`;
  });
  return replaceOnce(result, new RegExp(`(indices \\+ \\d+, indices \\+ \\d+, )${count},`), `$1${count + 1},`);
}

const tensorCount = (text: string): number =>
  text.split("\n").filter((row) => /^ {4}\{"(?!constant_\d+_let)[^"]+", \d+, /.test(row)).length;

/** At commas outside of parentheses. */
function splitOperands(list: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < list.length; i++) {
    if (list[i] === "(") depth++;
    else if (list[i] === ")") depth--;
    else if (list[i] === "," && depth === 0) {
      parts.push(list.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, list.slice(start).trim()].filter((part) => part !== "");
}
