import type { SCHEMA, ScalarType, TableName } from "./schema.js";

type Scalar<T> = T extends "int64" | "uint64" ? bigint : number;
type Schema = typeof SCHEMA;

type Value<F> = F extends { kind: "scalar"; type: infer T extends ScalarType }
  ? Scalar<T>
  : F extends { kind: "vector"; type: "uint8" }
    ? Uint8Array
    : F extends { kind: "vector"; type: infer T extends ScalarType }
      ? readonly Scalar<T>[]
      : F extends { kind: "string" }
        ? string
        : F extends { kind: "strings" }
          ? readonly string[]
          : F extends { kind: "blocks" }
            ? Uint8Array
            : F extends { kind: "table"; of: infer N extends TableName }
              ? Row<N>
              : F extends { kind: "tables"; of: infer N extends TableName }
                ? readonly Row<N>[]
                : F extends { kind: "union"; of: readonly (infer N extends TableName)[] }
                  ? { readonly [K in N]: { readonly table: K; readonly row: Row<K> } }[N]
                  : never;

/** A table of the flatbuffer as plain data; a field that the buffer does not hold is absent. */
export type Row<N extends TableName> = { readonly [K in keyof Schema[N]]?: Value<Schema[N][K]> };
