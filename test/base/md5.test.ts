import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { md5 } from "../../src/base/md5.js";
import { random } from "../boards/board/random.js";

test("the sums of RFC 1321", () => {
  const of = (text: string): string => md5(new TextEncoder().encode(text));
  expect(of("")).toBe("d41d8cd98f00b204e9800998ecf8427e");
  expect(of("abc")).toBe("900150983cd24fb0d6963f7d28e17f72");
  expect(of("12345678901234567890123456789012345678901234567890123456789012345678901234567890")).toBe(
    "57edf4a22be3c955ac49da2e2107b67a",
  );
});

test("any bytes of any length sum to what OpenSSL gives", () => {
  const next = random(7);
  for (const length of [55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 100_000]) {
    const bytes = new Uint8Array(length).map(() => next() * 256);
    expect(md5(bytes), String(length)).toBe(createHash("md5").update(bytes).digest("hex"));
  }
});
