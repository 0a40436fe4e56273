export { type CheckOptions, check } from "../check/check.js";
export type { CheckFinding, CheckReport } from "../check/report.js";
