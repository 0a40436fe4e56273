const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "-": "⁻",
  ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, digit) => [String(digit), sign])),
};

/** A power of two as it is written: `2⁻⁶`. */
export const powerOfTwo = (exponent: number): string =>
  `2${[...String(exponent)].map((sign) => SUPERSCRIPTS[sign]).join("")}`;
