import { messageDecoder } from "./message-decoder.js";
import { MESSAGES } from "./messages.js";

/** A message of onnx.proto, as `MESSAGES` describes it. */
export const decodeMessage = messageDecoder(MESSAGES);
