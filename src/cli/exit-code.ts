/** Thrown at the end of a command that did its work and whose exit code is not 0: 1 things differ, 2 could not tell. */
export class ExitCode extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}
