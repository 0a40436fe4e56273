import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { demonstrationSource } from "./demonstration.build.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A room that the page must not reach ends the build: what needs Node has no place in a browser. */
function noNode(): Plugin {
  return {
    name: "no-node",
    enforce: "pre",
    resolveId(source, importer) {
      if (source.startsWith("node:") || source === "onnxruntime-node")
        this.error(`${importer}: imports ${source}, which no browser has; read the bytes elsewhere and give them`);
    },
  };
}

/** The demonstration's model, digits and boards, as the source of a module. */
function digits(): Plugin {
  return {
    name: "digits",
    resolveId: (source) => (source === "virtual:digits" ? `\0${source}` : undefined),
    // Made once: vite asks for it more than once.
    load: (id) => (id === "\0virtual:digits" ? (source ??= demonstrationSource(ROOT)) : undefined),
  };
}

let source: Promise<string> | undefined;

/** A page from a folder may not load modules: the script is a classic one, run when the page is there. */
function classicScript(): Plugin {
  return {
    name: "classic-script",
    transformIndexHtml: (html) =>
      html.replace(/<script type="module" crossorigin/, "<script defer").replace(/ crossorigin/g, ""),
  };
}

/**
 * The digits are quantized while it builds, which is meant to take seconds; nothing here loads a module by its place
 * (`import.meta`, which vite puts beside what esptool-js imports late).
 */
const checks = { pluginTimings: false, emptyImportMeta: false };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [noNode(), digits(), classicScript()],
  worker: { format: "iife", plugins: () => [noNode(), digits()], rolldownOptions: { checks } },
  build: {
    outDir: join(ROOT, "dist/web"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      checks,
      output: { format: "iife", codeSplitting: false, entryFileNames: "app.js", assetFileNames: "[name][extname]" },
    },
  },
});
