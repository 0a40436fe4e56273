import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the pages that are read off from the compiled package: operators, and what `--json` prints. */
export async function writeReference(docs) {
  const root = join(docs, "..");
  const compiled = (path) => import(join(root, "dist/src", path));
  const folder = join(docs, "reference");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "operators.md"), await operators(compiled));
  const schemas = ["results", "check"].map((name) =>
    JSON.parse(readFileSync(join(root, "schemas", `${name}.schema.json`), "utf8")),
  );
  writeFileSync(join(folder, "results.md"), results(schemas));
}

async function operators(compiled) {
  const { OPERATORS: int8 } = await compiled("quantization/quantize/operators/table.js");
  const { IMPORTERS } = await compiled("ir/import/table.js");
  const { REGISTERED } = await compiled("espdl/import/table.js");
  const { LAYERS } = await compiled("convert/keras/table.js");
  const { OPERATORS: tflite } = await compiled("convert/tflite/table.js");
  const onnx = [...IMPORTERS.get("").keys()].filter((name) => !name.startsWith("QLinear"));
  const rows = [...new Set([...onnx, ...REGISTERED])].sort();
  const mark = (is) => (is ? "yes" : "");
  const list = (names) => [...names].sort().join(", ");
  return `# Operators

What an operator that is in no column is answered with is its name, the node's name and what can be done instead.

**int8, TVM flow**: \`quantize\` makes it int8. **float, TVM flow**: it runs on every board as it is, in float32. **.espdl**:
today's ESP-DL registers it by this name, and it is read, run bit for bit and written.

| operator | int8, TVM flow | float, TVM flow | .espdl |
|---|---|---|---|
${rows.map((name) => `| ${name} | ${mark(int8.has(name))} | ${mark(onnx.includes(name))} | ${mark(REGISTERED.has(name))} |`).join("\n")}

## What \`convert\` reads

**Keras and TensorFlow.js layers** (${LAYERS.size}): ${list(LAYERS.keys())}.

**TFLite operators** (${tflite.size}): ${list(tflite.keys())}.
`;
}

function results(schemas) {
  const parts = schemas.map(
    ({ title, $defs, properties }) =>
      `## ${title}\n\n${properties === undefined ? "" : `${table({ properties })}\n\n`}${Object.entries($defs)
        .map(([name, of]) => `### ${name}\n\n${of.description ?? ""}\n\n${table(of)}`)
        .join("\n\n")}`,
  );
  return `# What \`--json\` prints

The schemas themselves are \`espdl-lab/schemas/results.schema.json\` and \`espdl-lab/schemas/check.schema.json\`.\n\n${parts.join("\n\n")}\n`;
}

function table({ properties, required = [] }) {
  if (properties === undefined) return "";
  const rows = Object.entries(properties).map(([name, of]) => {
    const always = required.includes(name) ? "always" : "";
    return `| \`${name}\` | ${type(of)} | ${always} | ${(of.description ?? "").replaceAll("|", "\\|").replaceAll("<", "&lt;")} |`;
  });
  return `| name | type | there | what |\n|---|---|---|---|\n${rows.join("\n")}`;
}

function type(of) {
  if (of.$ref !== undefined) return `[${of.$ref.split("/").at(-1)}](#${of.$ref.split("/").at(-1).toLowerCase()})`;
  if (of.const !== undefined) return `\`${JSON.stringify(of.const)}\``;
  if (of.enum !== undefined) return of.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
  if (of.type === "array") return `list of ${type(of.items ?? {})}`;
  return [of.type ?? "any"].flat().join(" or ");
}
