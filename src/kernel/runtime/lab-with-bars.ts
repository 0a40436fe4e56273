/** `lab` as cells get it: what lab.ts says, and long work shows how far it is. */
export * from "./lab.js";
export {
  bisect,
  calibrate,
  captureTrace,
  classify,
  measureQuantization,
  quantizeModel,
  startBoard,
} from "./long-work.js";
