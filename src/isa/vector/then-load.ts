import { load128 } from "../machine/access.js";
import type { Operation } from "../machine/instruction.js";

/** `qu, as, qz, qx, qy`: computes from the registers as they are, then loads `qu` and moves `as` on by 16. */
export const thenLoad =
  (compute: Operation): Operation =>
  (m, u, a, z, x, y) => {
    compute(m, z, x, y, 0, 0, 0);
    load128(m, u, m.x[a]!);
    m.x[a]! += 16;
  };
