/**
 * One situation in a notebook: what is tried, the cells, and what the last of them shows: the text of its result,
 * `out: …` what it printed, `err: …` what it printed to stderr, `fail: …` its error, `none` nothing.
 */
export type Situation = readonly [what: string, cells: readonly string[], shows: string];
