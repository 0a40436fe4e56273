import { type Faults, type KernelFamily, wrapFunction } from "./family.js";

/** Before the right kernel: the tables of rows and columns may be exchanged; `table` is another of `n` entries. */
const RESIZE: Faults = {
  "align-corners": {
    code: "for (k = 0; k < n; k++) table[k] = (uint16_t)((2 * k * (p->height - 1) + n - 1) / (2 * (n - 1))); q.row_below = q.column_below = table;",
    causes: ["attributes/the coordinates are align_corners"],
  },
  "not-resized": {
    code: "for (k = 0; k < n; k++) table[k] = (uint16_t)(k % p->height); q.row_below = q.column_below = table;",
  },
  "rounded-up": {
    code: "for (k = 0; k < n; k++) table[k] = (uint16_t)((k * p->height + n - 1) / n < p->height ? (k * p->height + n - 1) / n : p->height - 1); q.row_below = q.column_below = table;",
    causes: ["attributes/the coordinates are asymmetric, rounded by ceil"],
  },
};

export const resize: KernelFamily = {
  name: "resize",
  file: "resize2d.c",
  ops: ["image.resize2d"],
  faults: RESIZE,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_resize_nearest",
      `
void espdl_resize_nearest(const struct espdl_resize *resize, int32_t size, const void *input, void *output) {
  static uint16_t table[256];
  struct espdl_resize q = *resize;
  const struct espdl_window *p = &resize->window;
  int32_t k, n = p->out_height;
  (void)k; (void)n; (void)table; (void)p;
${chosen(RESIZE)}
  right_espdl_resize_nearest(&q, size, input, output);
}
`,
    ),
};

/** Behind the right kernel: `n` elements, of `size` bytes each, of a box of two axes `rows` × `columns`. */
const COPY: Faults = {
  "not-transposed": {
    code: "memcpy(to, from, (size_t)(n * size));",
    causes: ["output-order/", "attributes/the elements are copied", "placement/the elements are copied in the order"],
  },
  "cut-short": {
    code: "memset((uint8_t *)to + n * size * 5 / 8, 0, (size_t)(n * size * 3 / 8));",
    causes: ["unwritten/"],
  },
  "element-late": {
    code: "memmove((uint8_t *)to + size, to, (size_t)((n - 1) * size));",
    // Written late or read early: the same bytes.
    causes: ["output-order/offset-1", "operands/offset-"],
  },
  "unknown-swaps": {
    code: "for (k = 0; k + 1 < n; k += 1 + k % 5) for (b = 0; b < size; b++) { uint8_t *a = (uint8_t *)to + k * size + b, t = a[0]; a[0] = a[size]; a[size] = t; }",
  },
};

export const copy: KernelFamily = {
  name: "copy",
  file: "movement.c",
  ops: ["layout_transform", "transpose"],
  faults: COPY,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_copy_box",
      `
void espdl_copy_box(const struct espdl_box *box, int32_t size, const void *from, void *to) {
  int32_t k, b, n = 1;
  (void)b;
  for (k = 0; k < box->rank; k++) n *= box->shape[k];
  right_espdl_copy_box(box, size, from, to);
${chosen(COPY)}
}
`,
    ),
};
