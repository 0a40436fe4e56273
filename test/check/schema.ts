import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { packageFolder } from "../../src/base/package-folder.js";

const schema = JSON.parse(readFileSync(packageFolder("schemas", "check.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** What the published schema has against a printed report; empty if nothing. */
export function checkSchemaErrors(json: string): string[] {
  if (validate(JSON.parse(json))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
