// Writes the files and lines of a new operator, its law left to fill: npm run new-operator Sign [-- --general]
// Element by element on one input by default; --general for anything else. CONTRIBUTING.md says what each place is.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = process.argv.slice(2);
const onnx = words.find((word) => !word.startsWith("-"));
const general = words.includes("--general");
if (onnx === undefined || !/^[A-Z][A-Za-z0-9]*$/.test(onnx)) {
  console.error("usage: npm run new-operator NAME [-- --general], NAME as ONNX spells it, such as Sign");
  process.exit(2);
}
const importers = readdirSync(`${root}/src/ir/import`, { recursive: true }).filter((name) => name.endsWith(".ts"));
const known = importers.find((name) =>
  new RegExp(`^ +${onnx}[:,]`, "m").test(readFileSync(`${root}/src/ir/import/${name}`, "utf8")),
);
if (known !== undefined) {
  console.error(`${onnx}: is imported already, see src/ir/import/${known}; nothing was written.`);
  process.exit(2);
}
const parts = onnx.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|\d+/g).map((part) => part.toLowerCase());
const [snake, kebab] = [parts.join("_"), parts.join("-")];
const camel = parts.map((part, i) => (i === 0 ? part : part[0].toUpperCase() + part.slice(1))).join("");
const upper = snake.toUpperCase();
const pascal = camel[0].toUpperCase() + camel.slice(1);

const changes = new Map();
const text = (path) => changes.get(path) ?? readFileSync(`${root}/${path}`, "utf8");

function create(path, content) {
  if (existsSync(`${root}/${path}`)) {
    console.error(`${path} is there already; nothing was written. Take another name or edit that file.`);
    process.exit(2);
  }
  changes.set(path, content);
}

/** Puts `line` into the list that begins behind `start`, before the first entry that comes later in the alphabet. */
function insert(path, start, line, key) {
  const old = text(path);
  const begin = old.indexOf(start);
  if (begin < 0) throw new Error(`${path}: has no "${start}" any more; mend .ci/new-operator.mjs`);
  const lines = old.slice(begin + start.length).split("\n");
  const keyOf = (entry) => /^ {2}\[?"?([A-Za-z_][\w.]*)"?[,:\]]/.exec(entry)?.[1];
  let at = 1;
  while (!/^[\])}]/.test(lines[at])) {
    const found = keyOf(lines[at]);
    if (found !== undefined && found > key) break;
    at++;
  }
  lines.splice(at, 0, line);
  changes.set(path, old.slice(0, begin + start.length) + lines.join("\n"));
}

/** Puts an import among the others, in the order of the paths. */
function importing(path, line) {
  const lines = text(path).split("\n");
  const from = (entry) => /^(?:import|\}).* from "(\..*)\.js";/.exec(entry)?.[1];
  let at = lines.findIndex((entry) => (from(entry) ?? "") > from(line));
  if (at < 0) at = lines.findLastIndex((entry) => from(entry) !== undefined) + 1;
  while (at > 0 && !/^import/.test(lines[at]) && from(lines[at]) !== undefined) at--;
  lines.splice(at, 0, line);
  changes.set(path, lines.join("\n"));
}

/** Puts text in front of the first place where `before` stands. */
function prepend(path, before, content) {
  const old = text(path);
  const at = old.indexOf(before);
  if (at < 0) throw new Error(`${path}: has no "${before}" any more; mend .ci/new-operator.mjs`);
  changes.set(path, old.slice(0, at) + content + old.slice(at));
}

if (general) {
  create(
    `kernels-ref/${kebab}.ts`,
    `import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";

/** \`${snake}\`: TODO the law: what each element of the output is; edges: empty arrays, ends of the dtype, NaN. */
export const ${camel}: Kernel = ([_data], _attributes, [_output]) => {
  throw new KernelError("${snake}: its law is not written");
};
`,
  );
  create(
    `kernels-ref/${kebab}.c`,
    `/* The twin of ${kebab}.ts. */
#include "espdl_kernels.h"

void espdl_${snake}(const struct espdl_${snake} *${snake}, const void *input, void *output) {
  /* TODO the same law as ${kebab}.ts, in C99, without a heap. */
  (void)${snake}, (void)input, (void)output;
}
`,
  );
  prepend(
    "kernels-ref/c/espdl_kernels.h",
    "/* Slices of `bytes` bytes, chosen among",
    `/* TODO what ${snake} needs to know of its shapes and attributes. */
struct espdl_${snake} {
  int32_t count;
};
void espdl_${snake}(const struct espdl_${snake} *${snake}, const void *input, void *output);

`,
  );
  insert("kernels-ref/table.ts", "new Map<string, Kernel>([", `  ["${snake}", ${camel}],`, snake);
  importing("kernels-ref/table.ts", `import { ${camel} } from "./${kebab}.js";`);
  create(
    `src/ir/graph/operators/${kebab}.ts`,
    `import { input, type OperatorTable, require, show, tensor } from "./rule.js";

/** TODO the type rule: which inputs ${snake} takes, and the type of what it makes. */
export const ${upper}: OperatorTable = {
  ${snake}: {
    attributes: [],
    infer(inputs) {
      const data = input(inputs, 0);
      require(data.dtype === "float32", () => \`the input must be float32, got \${show(data)}\`);
      return [tensor(data.dtype, data.shape)];
    },
  },
};
`,
  );
  insertSpread("src/ir/graph/operators/table.ts");
  create(
    `src/ir/import/${kebab}.ts`,
    `import type { ImporterTable } from "./operands.js";

/** TODO read every input and attribute of ONNX's ${onnx}; what is left unread is refused by name. */
export const ${upper}: ImporterTable = {
  ${onnx}: (operands) => [operands.call("${snake}", [operands.value(0)])],
};
`,
  );
  insertSpread("src/ir/import/table.ts");
  create(
    `src/codegen/c/emit/${kebab}.ts`,
    `import { sizeOf } from "../../../../kernels-ref/array.js";
import { list } from "../number.js";
import type { Emitter } from "./emitter.js";

/** The call of espdl_${snake}: TODO its struct. */
export const emit${pascal}: Emitter = (site) =>
  [
    \`  static const struct espdl_${snake} ${snake} = \${list([sizeOf(site.types[0]!.shape)])};\`,
    \`  espdl_${snake}(&${snake}, \${site.read(0)}, \${site.write(0)});\`,
  ].join("\\n");
`,
  );
  insert("src/codegen/c/emit/table.ts", "new Map<string, Emitter>([", `  ["${snake}", emit${pascal}],`, snake);
  importing("src/codegen/c/emit/table.ts", `import { emit${pascal} } from "./${kebab}.js";`);
} else {
  create(
    `kernels-ref/${kebab}.ts`,
    `import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** \`${snake}\`: TODO the law, on float32; edges: NaN, −0, infinities. */
export const ${camel}: Kernel = (inputs, _attributes, [output]) => {
  inStrips(inputs, output, ([_x], _out, count) => {
    // for (let i = 0; i < count; i++) out[i] = … x[i]
    if (count > 0) throw new KernelError("${snake}: its law is not written");
  });
};
`,
  );
  insert("kernels-ref/pointwise.ts", "new Map<string, Kernel>([", `  ["${snake}", ${camel}],`, snake);
  importing("kernels-ref/pointwise.ts", `import { ${camel} } from "./${kebab}.js";`);
  prepend(
    "kernels-ref/c/espdl_functions.h",
    "static inline float espdl_sign_f32",
    `static inline float espdl_${snake}_f32(float a) { return a; } /* TODO the law of ${kebab}.ts */\n`,
  );
  insert("src/ir/graph/operators/functions.ts", "export const FUNCTIONS", `  ${snake}: unary(FLOAT),`, snake);
  insert("src/ir/import/functions.ts", "export const FUNCTIONS", `  ${onnx}: unary("${snake}"),`, onnx);
  prepend("src/ir/passes/layout/table.ts", '  "abs",\n', `  "${snake}",\n`);
  insert("src/codegen/c/emit/pointwise-functions.ts", "const PLAIN", `  ${snake}: [float],`, snake);
}
// Shapes are known of more operators than are imported.
const shapes = "src/formats/onnx/shape/table.ts";
if (!new RegExp(`^  ${onnx}\\b`, "m").test(text(shapes)))
  prepend(
    shapes,
    "  Sign: unary,\n",
    `  ${onnx}: unary,${general ? " // TODO its shape, if it is not the input's" : ""}\n`,
  );
create(
  `test/kernels-ref/${kebab}.test.ts`,
  general
    ? `import { expect, test } from "vitest";
import { run, tensor } from "./run.js";

test("${snake}: TODO literal values, the edges first", () => {
  const data = tensor("float32", [2, 2], [0, -0, 1, Number.NaN]);
  const made = run("${snake}", [data], {}, "float32", [2, 2]);
  expect(made.toNumbers()).toEqual([0, -0, 1, Number.NaN]);
});
`
    : `import { expect, test } from "vitest";
import { elementwise } from "./run.js";

test("${snake}: TODO literal values, the edges first", () => {
  expect(elementwise("${snake}", "float32", [0, -0, 1, Number.NaN])).toEqual([0, -0, 1, Number.NaN]);
});
`,
);
if (!general)
  changes.set(
    "test/kernels-ref/c-twins/functions.ts",
    text("test/kernels-ref/c-twins/functions.ts").replace('keys(), "sign"', `keys(), "${snake}", "sign"`),
  );

/** Adds the new table to those that a table is made of. */
function insertSpread(path) {
  importing(path, `import { ${upper} } from "./${kebab}.js";`);
  const [before, indent] = path.includes("import") ? ["        ...SHAPE,\n", 8] : ["    ...SELECTION,\n", 4];
  prepend(path, before, `${" ".repeat(indent)}...${upper},\n`);
}

for (const [path, content] of changes) writeFileSync(`${root}/${path}`, content);
console.log([...changes.keys()].map((path) => `  ${path}`).join("\n"));
console.log(`
Now, in this order:
  1. the law in kernels-ref/${kebab}.ts and its values in test/kernels-ref/${kebab}.test.ts
     npx vitest run --config test/vitest.config.ts test/kernels-ref/${kebab}.test.ts
  2. the same in C${general ? ` (kernels-ref/${kebab}.c, its struct in c/espdl_kernels.h)` : " (kernels-ref/c/espdl_functions.h)"}
  3. ${general ? "type rule, shape rule, importer and emitter; a call in test/kernels-ref/c-twins/" : "integers, if it takes them: FLOAT → NUMBER, [float] → [number], ESPDL_SIGNED in c/espdl_pointwise.h"}
     npx vitest run --config test/vitest.config.ts test/kernels-ref/c-twins.test.ts
  4. npm run lint && npm run typecheck; every TODO gone`);
