import ts = require("typescript");

import { endType } from "./cell-text.js";
import type { Variable } from "./variables.js";

/** Types with one value. A variable is not taken to keep that value: the person changes it and goes on. */
const UNIT = ts.TypeFlags.Unit | ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/** The variables whose type behind a cell is sure to be narrower than the declared one: no function changes them. */
export function narrowedBy(
  source: ts.SourceFile,
  variables: readonly Variable[],
  checker: ts.TypeChecker,
): ReadonlySet<string> {
  const ends = new Map<string, ts.Type>();
  for (const statement of source.statements)
    if (ts.isTypeAliasDeclaration(statement)) ends.set(statement.name.text, checker.getTypeAtLocation(statement.type));
  const names = new Set<string>();
  for (const { symbol, name, written, own, assigned } of variables) {
    if (written || !(own || assigned)) continue;
    const end = ends.get(endType(name));
    if (end === undefined || end === checker.getTypeOfSymbol(symbol)) continue;
    const parts = end.isUnion() ? end.types : [end];
    if (parts.every(({ flags }) => (flags & (UNIT | ts.TypeFlags.Never)) === 0)) names.add(name);
  }
  return names;
}
