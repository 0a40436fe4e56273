/** What `lab` is in a notebook: the library, and the functions that need a notebook. */
export * from "../../index.js";
export { checkTypes, input } from "./ask.js";
export { type Comm, onComm, openComm } from "./comm.js";
export { html, md, png, svg } from "./markup.js";
export { type Progress, progress } from "./progress.js";
export { clearOutput, type DisplayHandle, display, page } from "./show.js";
