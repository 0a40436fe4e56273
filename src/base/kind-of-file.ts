/** What files that are given by mistake begin with, and where. */
const MAGICS: readonly (readonly [kind: string, at: number, magic: string])[] = [
  ["a .npy file", 0, "\u0093NUMPY"],
  ["a zip archive", 0, "PK\u0003\u0004"],
  ["an HDF5 file (Keras .h5)", 0, "\u0089HDF"],
  ["a TFLite model", 4, "TFL3"],
  ["an .espdl file", 0, "EDL1"],
  ["an .espdl file", 0, "EDL2"],
  ["a pack of .espdl models", 0, "PDL"],
  ["a PNG image", 0, "\u0089PNG"],
  ["a JPEG image", 0, "\u00ff\u00d8\u00ff"],
  ["a RIFF file (.wav)", 0, "RIFF"],
  ["a gzip archive", 0, "\u001f\u008b"],
  ["a Git LFS pointer, not the file itself", 0, "version https://git-lfs"],
];
/** An ONNX file begins with its IR version, then the producer's name, opsets or graph. */
const [IR_VERSION, NEWEST] = [0x08, 0x20];
const NEXT_FIELD = new Set([0x12, 0x1a, 0x22, 0x32, 0x3a, 0x42]);
const LOOKED_AT = 512;

/** What a file is, as its first bytes tell: `a TFLite model`, `text`; undefined where they tell nothing. */
export function kindOfFile(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return "empty";
  const head = String.fromCharCode(...bytes.subarray(0, LOOKED_AT));
  const found = MAGICS.find(([, at, magic]) => head.startsWith(magic, at));
  if (found !== undefined) return found[0];
  const [first, version, next] = bytes;
  if (first === IR_VERSION && version! <= NEWEST && NEXT_FIELD.has(next!)) return "an ONNX model";
  if (/[^\t\n\r\x20-\x7e\x80-\xff]/.test(head)) return undefined;
  return /^\s*[{[]/.test(head) ? "JSON" : "text";
}
