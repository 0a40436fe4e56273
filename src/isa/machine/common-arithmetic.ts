import { type Family, op } from "./instruction.js";

/** Arithmetic modulo 2^32 that both cores have, alike. */
export const COMMON_ARITHMETIC: Family["instructions"] = {
  addi: op("d a i", ({ x }, z, a, value) => {
    x[z] = x[a]! + value;
  }),
  sub: op("d a a", ({ x }, z, a, b) => {
    x[z] = x[a]! - x[b]!;
  }),
  neg: op("d a", ({ x }, z, a) => {
    x[z] = -x[a]!;
  }),
  and: op("d a a", ({ x }, z, a, b) => {
    x[z] = x[a]! & x[b]!;
  }),
  or: op("d a a", ({ x }, z, a, b) => {
    x[z] = x[a]! | x[b]!;
  }),
  xor: op("d a a", ({ x }, z, a, b) => {
    x[z] = x[a]! ^ x[b]!;
  }),
  nop: op("", () => {}),
};
