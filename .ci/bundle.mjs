// After tsc: the package's entries again, each with what it needs in few files. Of 640 small files Node reads and links each,
// which costs three quarters of the time of an import. The files of dist/src stay: for types, and for the kernel's process.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiled = join(root, "dist");
const outdir = join(compiled, "bundle");

/** What stands beside a file (a worker's file, the kernel's) is looked for where tsc wrote it. */
const ownPlace = {
  name: "own place",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      const place = JSON.stringify(relative(outdir, path).replaceAll("\\", "/"));
      return { contents: text.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`), loader: "js" };
    }),
};

const api = readdirSync(join(compiled, "src/api")).filter((name) => name.endsWith(".js"));
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: {
    index: join(compiled, "src/index.js"),
    "espdl-lab": join(compiled, "src/cli/main.js"),
    "kernels-ref": join(compiled, "kernels-ref/index.js"),
    ...Object.fromEntries(api.map((name) => [name.slice(0, -".js".length), join(compiled, "src/api", name)])),
  },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  plugins: [ownPlace],
  logLevel: "warning",
});
