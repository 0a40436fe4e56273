import { read8, read16, read32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { SOURCES } from "../vector/source.js";

const bits = new Int32Array(1);
const single = new Float32Array(bits.buffer);

/** Loads that only the S3 has, and its byte shift register. */
export const S3_MISC: Family = {
  name: "S3 broadcasts, float loads, SAR_BYTE",
  source: SOURCES.s3,
  instructions: {
    "ee.vldbc.8": load("q a", (m, q, a) => {
      m.qu8.fill(read8(m, m.x[a]!), q * 16, q * 16 + 16);
    }),
    "ee.vldbc.16": load("q a", (m, q, a) => {
      m.qu16.fill(read16(m, m.x[a]! & ~1), q * 8, q * 8 + 8);
    }),
    // The float register that is named last takes the lowest address.
    "ee.ldf.128.ip": load("f f f f u i", (m, f3, f2, f1, f0, a, step) => {
      const address = m.x[a]! & ~15;
      [f0, f1, f2, f3].forEach((f, i) => {
        bits[0] = read32(m, address + 4 * i);
        m.f[f] = single[0]!;
      });
      m.x[a]! += step;
    }),
    "rur.sar_byte": op("d", (m, to) => {
      m.x[to] = m.sarByte;
    }),
    "wur.sar_byte": op("a", (m, from) => {
      m.sarByte = m.x[from]! & 15;
    }),
  },
};
