import { SWITCH } from "./board-model.js";
import type { CFault } from "./family.js";
import { replaceOnce } from "./family.js";

/**
 * Where a byte that is sent to the host comes from: `at` is its offset in the tensor of `size` bytes; a statement may
 * change it, or the tensor's `data`, or set `byte` itself. `a` and `b` are numbers that the test gives.
 */
export const LINK_FAULTS: Readonly<Record<string, CFault & { readonly number: number; readonly bytes?: 4 }>> = {
  "bytes lost": { number: 901, code: "if (at >= size / 3) at += 5;", causes: ["transfer/lost-5"] },
  "bytes doubled": { number: 902, code: "if (at >= size / 3) at -= 4;", causes: ["transfer/doubled-4"] },
  "bytes zeroed": {
    number: 903,
    code: "if (at >= size / 4 && at < size / 4 + size / 8) byte = 0;",
    causes: ["unwritten/range zero", "unwritten/rows zero", "unwritten/channels zero"],
  },
  "end zeroed": {
    number: 904,
    code: "if (at >= size / 2) byte = 0;",
    causes: ["unwritten/tail zero", "unwritten/rows-tail zero", "unwritten/channels-tail zero"],
  },
  "one tensor late": { number: 905, code: "data = before;", causes: ["unwritten/all of ", "output-order/"] },
  "row cut": { number: 906, code: "if (at % a >= b) byte = 0;", causes: ["unwritten/columns-tail zero"] },
  "words swapped": { number: 907, code: "at ^= 3;", causes: ["transfer/byte-order"], bytes: 4 },
  "unknown noise": { number: 908, code: "if (at % 29 == 3) byte = 85;" },
};

/** link.c with the faults in what it sends of the chosen tensor; its frames are whole and their CRC is right. */
export function faultyLink(text: string): string {
  const code = Object.values(LINK_FAULTS)
    .map((fault) => `    if (${SWITCH}[0] == ${fault.number}) { ${fault.code} }\n`)
    .join("");
  const seen = `
extern int32_t ${SWITCH}[4];

static const uint8_t *seen(uint32_t index, uint32_t offset, uint32_t part) {
  static uint8_t copy[ESPDL_PAYLOAD_MAX];
  int32_t i, a = ${SWITCH}[2], b = ${SWITCH}[3], size = (int32_t)model->tensors[index].bytes;
  (void)a; (void)b;
  for (i = 0; i < (int32_t)part; i++) {
    const uint8_t *data = model->tensors[index].data, *before = model->tensors[index > 0 ? index - 1 : 0].data;
    int32_t at = (int32_t)offset + i, byte = -1;
    (void)before;
    if (${SWITCH}[1] == (int32_t)index) {
${code}    }
    copy[i] = (uint8_t)(byte >= 0 ? byte : at < size ? data[at] : 0);
  }
  return copy;
}

static void read_tensor(`;
  return replaceOnce(
    replaceOnce(text, "\nstatic void read_tensor(", seen),
    "(const uint8_t *)tensor->data + offset",
    "seen(espdl_number(payload, 2), offset, part)",
  );
}
