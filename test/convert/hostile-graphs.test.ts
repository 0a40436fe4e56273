import { expect, test } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { convertSource } from "../../src/convert/convert.js";
import { graphModel } from "../../src/convert/tfjs/graph-model.js";

const text = (value: string) => ({ s: Buffer.from(value).toString("base64") });
const shape = (...sizes: number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });
const x = (...sizes: number[]) => ({
  name: "x",
  op: "Placeholder",
  attr: { dtype: { type: "DT_FLOAT" }, shape: shape(...sizes) },
});
const relu = (name: string, input: string) => ({ name, op: "Relu", input: [input] });
const call = (name: string, f: string, input: string) => ({
  ...{ name, op: "PartitionedCall", input: [input], attr: { f: { func: { name: f } } } },
});
const body = (name: string, ...nodeDef: { name: string }[]) => ({
  signature: { name, inputArg: [{ name: "a" }], outputArg: [{ name: "b" }] },
  nodeDef,
  ret: { b: `${nodeDef.at(-1)!.name}:output:0` },
});

const weights = new Map([
  ["n", () => new Tensor("int32", [1], Int32Array.of(2 ** 30))],
  ["two", () => new Tensor("int32", [], Int32Array.of(2))],
  ["one", () => new Tensor("bool", [], Uint8Array.of(1))],
]);

/** What is said to a graph whose last node is its output. */
function told(node: readonly { name: string }[], functions: readonly object[] = []): string {
  try {
    const topology = { node, library: { function: functions } };
    const outputs = { y: { name: `${node.at(-1)!.name}:0`, dtype: "DT_FLOAT" } };
    const model = graphModel({ topology, signature: { outputs }, weights }, "model.json");
    convertSource({ kind: "graph", model });
    return "converted";
  } catch (error) {
    return (error as Error).message;
  }
}

test("functions are put in place of their calls", () => {
  expect(told([x(2), call("y", "f", "x")], [body("f", relu("r", "a"))])).toBe("converted");
});

test.each([
  [
    "a function that calls itself",
    [x(2), call("y", "f", "x")],
    [body("f", call("again", "f", "a"))],
    /^y\/again \(PartitionedCall\): function f calls itself/,
  ],
  [
    "two functions that call each other",
    [x(2), call("y", "f", "x")],
    [body("f", call("g1", "g", "a")), body("g", call("f1", "f", "a"))],
    /^y\/g1\/f1 \(PartitionedCall\): function f calls itself/,
  ],
  [
    "calls that double",
    [x(2), call("y", "f0", "x")],
    Array.from({ length: 40 }, (_, i) =>
      body(`f${i}`, call("l", `f${i + 1}`, "a"), call("r", `f${i + 1}`, "l:output:0")),
    ).concat([body("f40", relu("r", "a"))]),
    /the functions hold over 200000 nodes/,
  ],
  [
    "a function that is missing",
    [x(2), call("y", "f", "x")],
    [],
    /^y \(PartitionedCall\): calls f, which the file lacks/,
  ],
  ["a node that reads itself", [x(2), relu("y", "y")], [], /^y \(Relu\): depends on itself/],
  ["a circle", [x(2), relu("z", "y"), relu("y", "z")], [], /\(Relu\): depends on itself; build it without a loop/],
  ["a node that is missing", [x(2), relu("y", "z")], [], /^y: reads z, which no node makes/],
  [
    "an unknown operator",
    [x(2), { name: "y", op: "Mystery", input: ["x"] }],
    [],
    /^y \(Mystery\): no rule converts this operator/,
  ],
  [
    "huge sizes",
    [x(2 ** 20, 2 ** 20), relu("y", "x")],
    [],
    /^input x: its shape is \[1048576,1048576\], expected known sizes/,
  ],
  [
    "a free size",
    [x(-1, -1), relu("y", "x")],
    [],
    /^input x: its shape is \[-1,-1\], expected known sizes beside the batch/,
  ],
  [
    "a huge tensor on the way",
    [x(2), { name: "n", op: "Const" }, { name: "y", op: "Tile", input: ["x", "n"] }],
    [],
    /^y \(Tile\): multiples/,
  ],
  [
    "an unknown attribute",
    [x(2), { ...relu("y", "x"), attr: { twist: text("left") } }],
    [],
    /^y \(Relu\): attribute twist is unknown/,
  ],
  [
    "a variable that is written",
    [x(2), { name: "w", op: "AssignVariableOp", input: ["x"] }, { ...relu("y", "x"), input: ["x", "^w"] }],
    [],
    /^w \(AssignVariableOp\): writes a variable in each run/,
  ],
  [
    "an element type without law",
    [{ ...x(2), attr: { ...x(2).attr, dtype: { type: "DT_STRING" } } }, relu("y", "x")],
    [],
    /its elements are DT_STRING, expected/,
  ],
] as [string, { name: string }[], object[], RegExp][])("%s", (_, nodes, functions, message) => {
  expect(told(nodes, functions)).toMatch(message);
});

const loop = (cond: string, step: string, ...input: string[]) => ({
  ...{ name: "y", op: "StatelessWhile", input },
  attr: { cond: { func: { name: cond } }, body: { func: { name: step } } },
});
/** A function of as many arguments as results: `ret` says what each gives. */
const step = (name: string, ret: readonly string[], ...nodeDef: object[]) => ({
  ...{ signature: { name, inputArg: ret.map((_, i) => ({ name: `a${i}` })) }, nodeDef },
  ret: Object.fromEntries(ret.map((tensor, i) => [`b${i}`, tensor])),
});
const functionOf = (
  { signature, ...rest }: Omit<ReturnType<typeof step>, "nodeDef"> & { nodeDef: object[] },
  results = signature.inputArg.length,
) => ({
  ...rest,
  signature: { ...signature, outputArg: Array.from({ length: results }, (_, i) => ({ name: `b${i}` })) },
});
/** A condition that always holds, of so many arguments. */
const always = (of: number) => ({
  ...{ signature: { name: "always", inputArg: Array.from({ length: of }, (_, i) => ({ name: `a${i}` })) } },
  ...{ nodeDef: [{ name: "one", op: "Const" }], ret: { b0: "one:output:0" } },
});
const two = { name: "two", op: "Const" };

test.each([
  [
    "that never ends",
    [x(2), loop("always", "f", "x")],
    [functionOf(always(1), 1), functionOf(step("f", ["a0"]))],
    /^y \(StatelessWhile\): over 10000 rounds/,
  ],
  [
    "that asks the input",
    [x(), loop("c", "f", "x")],
    [
      functionOf(step("c", ["g:z:0"], { name: "g", op: "Greater", input: ["a0", "a0"] })),
      functionOf(step("f", ["a0"])),
    ],
    /^y \(StatelessWhile\): whether it goes on depends on computed values/,
  ],
  [
    "without its function",
    [x(2), loop("always", "g", "x")],
    [functionOf(always(1), 1)],
    /^y \(StatelessWhile\): body is g, expected a function of the file/,
  ],
  [
    "without functions",
    [x(2), { name: "y", op: "While", input: ["x"] }],
    [],
    /^y \(While\): cond is missing, expected a function/,
  ],
  [
    "that gives too little",
    [x(2), loop("always", "f", "x", "x")],
    [functionOf(always(2), 1), functionOf(step("f", ["a0", "a1"]), 1)],
    /^y \(StatelessWhile\): 2 variables, its body gives 1/,
  ],
  [
    "that calls itself",
    [x(2), loop("always", "f", "x")],
    [functionOf(always(1), 1), functionOf(step("f", ["n:output:0"], { ...loop("always", "f", "a0"), name: "n" }))],
    /\(StatelessWhile\): over 20 loops inside each other/,
  ],
  [
    "that grows",
    [x(2), loop("always", "f", "x")],
    [
      functionOf(always(1), 1),
      functionOf(
        step(
          "f",
          ["p:output:0"],
          two,
          { name: "p", op: "Tile", input: ["a0", "q:output:0"] },
          { name: "q", op: "Pack", input: ["two:output:0"] },
        ),
      ),
    ],
    /too much to write out its loops|its result would have shape|at most/,
  ],
  [
    "that writes a variable",
    [x(2), loop("always", "f", "x")],
    [functionOf(always(1), 1), functionOf(step("f", ["a0"], { name: "w", op: "AssignAddVariableOp", input: ["a0"] }))],
    /^\/?w \(AssignAddVariableOp\): writes a variable/,
  ],
  [
    "over a list that ends",
    [x(2), two, loop("always", "f", "x", "l"), { name: "l", op: "TensorListFromTensor", input: ["x"] }],
    [
      functionOf(always(2), 1),
      functionOf(
        step("f", ["i:item:0", "a1"], two, { name: "i", op: "TensorListGetItem", input: ["a1", "two:output:0"] }),
      ),
    ],
    /y\/0\/i \(TensorListGetItem\): index is 2, expected one below 2/,
  ],
  [
    "of a list in place of a tensor",
    [x(2), { name: "l", op: "TensorListFromTensor", input: ["x"] }, relu("y", "l")],
    [],
    /^y \(Relu\)|^y: /,
  ],
] as [string, { name: string }[], object[], RegExp][])("a loop %s", (_, nodes, functions, message) => {
  const order = nodes.toSorted((a, b) => Number(a.name === "y") - Number(b.name === "y"));
  expect(told(order, functions)).toMatch(message);
});
