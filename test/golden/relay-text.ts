import type { Attributes, AttributeValue } from "../../kernels-ref/index.js";

/** An argument of a call in Relay's text: another call's result, or something known beforehand. */
export type RelayArgument =
  | { readonly kind: "result"; readonly call: RelayCall; readonly output: number }
  | { readonly kind: "constant"; readonly text: string; readonly dtype: string }
  | { readonly kind: "input"; readonly name: string; readonly dtype: string };

export interface RelayCall {
  readonly op: string;
  readonly args: readonly RelayArgument[];
  readonly attributes: Attributes;
  readonly dtype: string;
}

type Binding = RelayArgument | { readonly kind: "tuple"; readonly fields: readonly RelayArgument[] };

/**
 * The calls of a canonicalized module in execution order, after the simplifications that TVM's build still makes:
 * `x − 0` and `x / 1` are x; a cast to the same dtype is nothing; of two casts in a row the first goes if it widens, and
 * both if they lead back to the dtype of a clip; 1/√x is rsqrt; constants of a product meet; whatever only renames axes
 * is a reshape.
 */
export function readRelayText(text: string): RelayCall[] {
  const bound = new Map<string, Binding>();
  let last: Binding | undefined;
  for (const line of text.split("\n")) {
    const header = line.match(/^def @main\((.*)\) -> /);
    if (header) {
      for (const [, name, dtype] of header[1].matchAll(/%([^\s:,]+): Tensor\[\([^)]*\), (\w+)\]/g)) {
        bound.set(name, { kind: "input", name, dtype });
      }
      continue;
    }
    const statement = line.match(/^ {2}(?:%(\d+) = )?(.*?);?$/);
    if (!statement?.[2]) continue;
    last = simplify(readExpression(statement[2], bound));
    if (statement[1]) bound.set(statement[1], last);
  }
  return last ? order(last) : [];
}

function readExpression(text: string, bound: ReadonlyMap<string, Binding>): Binding {
  const field = text.match(/^%(\d+)\.(\d+)/);
  if (field) return { ...(bound.get(field[1]) as RelayArgument & { kind: "result" }), output: Number(field[2]) };
  const dtype = [...text.matchAll(/ty=(?:Tensor\[\([^)]*\), )?(\w+)/g)].at(-1)?.[1] ?? "";
  const call = text.match(/^([\w.]*)\((.*)\) \/\*/);
  if (!call) return readArgument(text, bound);
  const [args, attributes] = readArguments(call[2], bound);
  if (call[1] === "") return { kind: "tuple", fields: args };
  return { kind: "result", output: 0, call: { op: call[1], args, attributes, dtype } };
}

function readArguments(
  text: string,
  bound: ReadonlyMap<string, Binding>,
): [RelayArgument[], Record<string, AttributeValue>] {
  const args: RelayArgument[] = [];
  const attributes: Record<string, AttributeValue> = {};
  for (const part of splitTopLevel(text)) {
    const named = part.match(/^(\w+)=(.*)$/);
    if (named) {
      attributes[named[1]] = readValue(named[2]);
      continue;
    }
    const value = readArgument(part, bound);
    if (value.kind === "tuple") args.push(...value.fields);
    else args.push(value);
  }
  return [args, attributes];
}

function readArgument(text: string, bound: ReadonlyMap<string, Binding>): Binding {
  const reference = text.match(/^%([^\s/]+)/);
  if (reference) return bound.get(reference[1]) as Binding;
  const dtype = text.match(/ty=(?:Tensor\[\([^)]*\), )?(\w+)/)?.[1] ?? "";
  return { kind: "constant", text: text.replace(/\s*\/\*.*$/, ""), dtype };
}

/** Splits at commas outside brackets, comments and quotes. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const token of text.match(/\/\*.*?\*\/|"[^"]*"|./g) ?? []) {
    if ("([".includes(token)) depth++;
    if (")]".includes(token)) depth--;
    if (token === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += token;
  }
  if (part.trim()) parts.push(part.trim());
  return parts;
}

function readValue(text: string): AttributeValue {
  if (text.startsWith("[")) return splitTopLevel(text.slice(1, -1)).map(readValue);
  if (text.startsWith('"')) return text.slice(1, -1);
  if (text === "True" || text === "False") return text === "True";
  return Number(text.replace(/(f|i64)$/, ""));
}

function simplify(value: Binding): Binding {
  if (value.kind !== "result") return value;
  const { op, args, attributes } = value.call;
  const [first, second] = args;
  const rewrite = (change: Partial<RelayCall>): Binding => ({ ...value, call: { ...value.call, ...change } });
  switch (op) {
    case "subtract":
      return isLiteral(second, 0) ? first : value;
    case "divide": {
      if (isLiteral(second, 1)) return first;
      const root = callOf(second, "sqrt");
      if (!root) return value;
      const rsqrt: RelayArgument = { kind: "result", output: 0, call: { ...root, op: "rsqrt" } };
      return isLiteral(first, 1) ? rsqrt : rewrite({ op: "multiply", args: [first, rsqrt] });
    }
    case "multiply": {
      const constant = [first, second].find(({ kind }) => kind === "constant");
      const product = callOf(constant === first ? second : first, "multiply");
      const rest = product?.args.filter(({ kind }) => kind !== "constant") ?? [];
      return constant && rest.length === 1 ? rewrite({ args: [rest[0], constant] }) : value;
    }
    case "transpose": {
      const axes = attributes.axes as number[];
      return axes.every((axis, position) => axis === position) ? first : value;
    }
    case "squeeze":
    case "expand_dims":
    case "nn.batch_flatten":
    case "reshape":
      return rewrite({ op: "reshape" });
    case "broadcast_to_like":
      return rewrite({ op: "broadcast_to", args: [first] });
    case "cast":
      return simplifyCast(value);
    default:
      return value;
  }
}

function simplifyCast(value: RelayArgument & { kind: "result" }): RelayArgument {
  const { args, dtype } = value.call;
  const [first] = args;
  if (typeOf(first) === dtype) return first;
  const inner = callOf(first, "cast");
  if (!inner) return value;
  const [source] = inner.args;
  const widens = bits(typeOf(source)) < bits(inner.dtype) && inner.dtype.startsWith("int");
  return widens ? simplifyCast({ ...value, call: { ...value.call, args: [source] } }) : value;
}

/** The clip behind two casts that lead back to its dtype; seen only once all other casts are settled, and only if nobody else reads between. */
function withoutRoundTrip(value: Binding, users: ReadonlyMap<RelayCall, number>): Binding {
  if (value.kind !== "result" || value.call.op !== "cast") return value;
  const inner = callOf(value.call.args[0], "cast");
  const source = inner?.args[0];
  if (!inner || !source || !callOf(source, "clip") || typeOf(source) !== value.call.dtype) return value;
  return users.get(inner) === 1 ? source : value;
}

function countUsers(root: Binding): Map<RelayCall, number> {
  const users = new Map<RelayCall, number>();
  const visit = (value: Binding): void => {
    if (value.kind === "tuple") value.fields.forEach(visit);
    if (value.kind !== "result") return;
    const count = users.get(value.call) ?? 0;
    users.set(value.call, count + 1);
    if (count === 0) value.call.args.forEach(visit);
  };
  visit(root);
  return users;
}

function callOf(value: RelayArgument, op: string): RelayCall | undefined {
  return value.kind === "result" && value.call.op === op ? value.call : undefined;
}

function isLiteral(value: RelayArgument, number: number): boolean {
  return value.kind === "constant" && Number(value.text.replace(/(f|i64)$/, "")) === number;
}

function typeOf(value: RelayArgument): string {
  return value.kind === "result" ? value.call.dtype : value.dtype;
}

function bits(dtype: string): number {
  return dtype.startsWith("int") ? Number(dtype.slice(3)) : Number.POSITIVE_INFINITY;
}

function order(root: Binding): RelayCall[] {
  const seen = new Set<RelayCall>();
  const calls: RelayCall[] = [];
  const users = countUsers(root);
  const visit = (binding: Binding): void => {
    const value = withoutRoundTrip(binding, users);
    if (value.kind === "tuple") value.fields.forEach(visit);
    if (value.kind !== "result" || seen.has(value.call)) return;
    seen.add(value.call);
    value.call.args.forEach(visit);
    calls.push(value.call);
  };
  visit(root);
  return calls;
}
