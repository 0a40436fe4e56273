import { branch, type Family } from "./instruction.js";

/** Branches that both cores have, alike: on one register or two, and the jump. */
export const COMMON_BRANCHES: Family["instructions"] = {
  j: branch("l", (m, to) => {
    m.pc = to;
  }),
  beqz: branch("a l", (m, a, to) => {
    if (m.x[a] === 0) m.pc = to;
  }),
  bnez: branch("a l", (m, a, to) => {
    if (m.x[a] !== 0) m.pc = to;
  }),
  bltz: branch("a l", (m, a, to) => {
    if (m.x[a]! < 0) m.pc = to;
  }),
  bgez: branch("a l", (m, a, to) => {
    if (m.x[a]! >= 0) m.pc = to;
  }),
  beq: branch("a a l", (m, a, b, to) => {
    if (m.x[a] === m.x[b]) m.pc = to;
  }),
  bne: branch("a a l", (m, a, b, to) => {
    if (m.x[a] !== m.x[b]) m.pc = to;
  }),
  blt: branch("a a l", (m, a, b, to) => {
    if (m.x[a]! < m.x[b]!) m.pc = to;
  }),
  bge: branch("a a l", (m, a, b, to) => {
    if (m.x[a]! >= m.x[b]!) m.pc = to;
  }),
};
