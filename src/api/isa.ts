export * as isa from "../isa/index.js";
