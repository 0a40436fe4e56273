/** What a worker from a TypeScript file runs first. */
import { register } from "node:module";

register("./typescript-hooks.js", import.meta.url);
