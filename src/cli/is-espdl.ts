/** Told apart without loading what reads such a file. */
export const isEspdl = (path: string): boolean => path.toLowerCase().endsWith(".espdl");
