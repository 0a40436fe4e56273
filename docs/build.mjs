// The documentation: tables and API from the compiled package, pages by vitepress, then every link and anchor is looked up.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deadLinks } from "./links.mjs";
import { writeReference } from "./reference.mjs";

const docs = fileURLToPath(new URL(".", import.meta.url));
const root = join(docs, "..");
const run = (program, ...args) => execFileSync(program, args, { cwd: docs, stdio: "inherit" });

const lock = readFileSync(join(docs, "package-lock.json"), "utf8");
const stamp = join(docs, "node_modules/.espdl-lab-lock");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  writeFileSync(stamp, lock);
}

await writeReference(docs);
// The page that needs no installation is part of the site, under /page/.
execFileSync("npm", ["run", "--silent", "build:web"], { cwd: root, stdio: "inherit" });
cpSync(join(root, "dist/web"), join(docs, "public/page"), { recursive: true });
const entries = readdirSync(join(root, "src/api")).flatMap((name) => ["--entryPoints", join(root, "src/api", name)]);
run(
  process.execPath,
  join(docs, "node_modules/typedoc/bin/typedoc"),
  ...["--plugin", "typedoc-plugin-markdown", "--outputFileStrategy", "modules", "--out", join(docs, "api")],
  ...["--tsconfig", join(root, "tsconfig.json"), "--readme", "none", "--logLevel", "Error", "--hideBreadcrumbs"],
  ...["--name", "API", "--entryFileName", "index", "--disableSources", "--excludeExternals", "--sanitizeComments"],
  ...entries,
);
run(process.execPath, join(docs, "node_modules/vitepress/bin/vitepress.js"), "build", docs);

const dead = deadLinks(join(docs, ".vitepress/dist"));
for (const line of dead) console.error(line);
if (dead.length > 0) process.exit(1);
console.log(`All links of the documentation lead somewhere: ${join("docs", ".vitepress", "dist")}`);
