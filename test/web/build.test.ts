import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect, test } from "vitest";
import { workspace } from "../cli/workspace.js";
import { VITE_CONFIG } from "./built-page.js";

const files = workspace();
const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** Builds one script as the page is built. */
const built = (input: string) =>
  build({ configFile: VITE_CONFIG, logLevel: "silent", build: { write: false, rolldownOptions: { input } } });

test.each([
  [
    "itself",
    () => 'import { readFileSync } from "node:fs"; readFileSync("x");',
    /entry\.ts: imports node:fs, which no browser has/,
  ],
  [
    "behind others",
    () => `import { readLayers } from "${source("boards/capture/read-layers.ts")}"; readLayers("x");`,
    /\.ts: imports node:\w+, which no browser has/,
  ],
  [
    "in a worker",
    () => 'import Made from "./made.ts?worker&inline"; new Made();',
    /made\.ts: imports node:os, which no browser has/,
  ],
])("a script that needs Node %s ends the build, by name", async (_, text, message) => {
  files.write("made.ts", 'import { cpus } from "node:os"; self.postMessage(cpus().length);');
  await expect(built(files.write("entry.ts", text()))).rejects.toThrow(message);
});

test("a script of the core alone does not", async () => {
  const text = `import { Link } from "${source("boards/board/link/link.ts")}"; self.open = Link.open;`;
  await expect(built(files.write("fine.ts", text))).resolves.toBeDefined();
});
