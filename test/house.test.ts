import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Rooms from the ground up: each may import itself and those in the lines before its own. */
const ORDER = [
  ["kernels-ref"],
  ["base"],
  ["isa"],
  ["formats"],
  ["ir"],
  ["quantization"],
  ["execution"],
  ["boards"],
  ["codegen", "comparison"],
  ["espdl"],
  ["convert"],
  ["analysis"],
  ["check"],
  ["presentation"],
  ["tour"],
  ["api"],
  ["web"],
  ["index.ts"],
  ["kernel"],
  ["cli"],
];
const level = (room: string): number => ORDER.findIndex((rooms) => rooms.includes(room));
const room = (file: string): string => file.split("/")[file.startsWith("src/") ? 1 : 0]!;
const imports = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;
const files = ["src", "kernels-ref"]
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((f) => `${folder}/${f}`))
  .filter((file) => file.endsWith(".ts"));
const edges = new Map(
  files.map((file) => [
    file,
    [...readFileSync(join(ROOT, file), "utf8").matchAll(imports)]
      .map(([, path]) => join(dirname(file), path!).replace(/\.js$/, ".ts"))
      .filter((path) => files.includes(path)),
  ]),
);

it("places every file in a room of the house", () => {
  expect(files.filter((file) => level(room(file)) < 0)).toEqual([]);
});

it("imports nothing from a room above", () => {
  const allowed = (from: string, to: string): boolean => from === to || level(to) < level(from);
  const wrong = [...edges].flatMap(([from, tos]) =>
    tos.filter((to) => !allowed(room(from), room(to))).map((to) => `${from} imports ${to}`),
  );
  expect(wrong).toEqual([]);
});

it("has no file that imports itself through others", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    else if (!done.has(file)) {
      for (const next of edges.get(file)!) visit(next, [...path, file]);
      done.add(file);
    }
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

it("keeps files short", () => {
  const lines = files.map((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length).sort((a, b) => a - b);
  expect(lines.at(-1)).toBeLessThanOrEqual(300);
  expect(lines[lines.length >> 1]).toBeLessThanOrEqual(60);
});
