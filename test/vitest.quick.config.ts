import { defineConfig, mergeConfig } from "vitest/config";
import { LEFT_OUT } from "./left-out.js";
import all from "./vitest.config.js";

/** Named files are run whatever they need: nothing is left out of them. */
const named = process.argv.slice(2).some((word) => word.startsWith("test/") && !word.endsWith(".config.ts"));

/** What `npm test` runs: in two minutes, with nothing but Node. */
export default mergeConfig(
  all,
  defineConfig({
    test: {
      env: { ESPDL_TESTS: "quick" },
      exclude: named ? [] : [...LEFT_OUT.values()].flat().flatMap((path) => [`${path}*`, `${path}*/**`]),
      globalSetup: named ? [] : ["test/tell-left-out.ts"],
    },
  }),
);
