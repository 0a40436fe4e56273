/** An input of a pointwise loop: its shape has the result's rank; an axis of length 1 repeats. */
export interface LoopOperand {
  readonly shape: readonly number[];
  readonly name: string;
}

interface DeclaredOperand extends LoopOperand {
  readonly pointer: string;
  readonly type: string;
}

/**
 * Nested loops over `shape` in C order. Neighbouring axes that every operand walks alike become one loop, so that most
 * calls are a single loop, and one value a channel costs one loop more, never a division.
 */
export function emitLoops(
  shape: readonly number[],
  operands: readonly DeclaredOperand[],
  output: string,
  body: (element: (name: string) => string) => readonly string[],
): string {
  const axes = mergeAxes(shape, operands);
  const lines = [`  ${output}`];
  for (const { name, pointer, type } of operands) lines.push(`  const ${type} *${name} = ${pointer};`);
  lines.push(`  int32_t ${axes.map((_, axis) => `i${axis}`).join(", ")};`);
  axes.forEach(({ length }, axis) => {
    lines.push(`${"  ".repeat(axis + 1)}for (i${axis} = 0; i${axis} < ${length}; i${axis}++) {`);
  });
  const element = (name: string): string => `${name}[${indexOf(axes, operands, name)}]`;
  for (const line of body(element)) lines.push("  ".repeat(axes.length + 1) + line);
  axes.forEach((_, axis) => {
    lines.push(`${"  ".repeat(axes.length - axis)}}`);
  });
  return lines.join("\n");
}

interface LoopAxis {
  length: number;
  /** Whether each operand moves along the axis. */
  readonly moves: readonly boolean[];
}

function mergeAxes(shape: readonly number[], operands: readonly LoopOperand[]): LoopAxis[] {
  const axes: LoopAxis[] = [];
  shape.forEach((length, axis) => {
    if (length === 1) return;
    const moves = operands.map((operand) => operand.shape[axis] !== 1);
    const last = axes.at(-1);
    if (last !== undefined && moves.every((move, i) => move === last.moves[i])) last.length *= length;
    else axes.push({ length, moves });
  });
  return axes.length > 0 ? axes : [{ length: shape.includes(0) ? 0 : 1, moves: operands.map(() => false) }];
}

function indexOf(axes: readonly LoopAxis[], operands: readonly LoopOperand[], name: string): string {
  const at = operands.findIndex((operand) => operand.name === name);
  const terms: string[] = [];
  let stride = 1;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const { moves, length } = axes[axis] as LoopAxis;
    if (!moves[at]) continue;
    terms.unshift(stride === 1 ? `i${axis}` : `i${axis} * ${stride}`);
    stride *= length;
  }
  return terms.length === 0 ? "0" : terms.join(" + ");
}
