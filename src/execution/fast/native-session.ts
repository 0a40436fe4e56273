import { Session } from "../../quantization/ort/session.js";
import type { OpenGraph } from "./graph-session.js";

/** ONNX Runtime's native library, which Node loads. */
export const openNative: OpenGraph = (model) => Session.open(model, { optimize: true, threads: 1 });
