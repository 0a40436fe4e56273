/** `lab` as cells get it: what lab.ts says, and long work shows how far it is. */
export * from "./lab.js";
export {
  analyse,
  bisect,
  calibrate,
  captureTrace,
  classify,
  measureQuantization,
  quantizeEspdlModel,
  quantizeModel,
  startBoard,
  tune,
} from "./long-work.js";
