import { UserError } from "../../base/errors.js";
import { printable } from "./printable.js";
import type { EntryProto } from "./protos.js";

/** Where tensors that an ONNX file keeps outside of itself are read from. */
export interface ExternalTensors {
  /**
   * The bytes of one tensor.
   * @param length bytes that dtype and dims ask for
   * @throws UserError when there are none, or other ones
   */
  read(entries: readonly EntryProto[], length: number, what: string): Uint8Array;
}

/** For bytes that come from no folder: every such tensor is refused. */
export const NO_FOLDER: ExternalTensors = {
  read(entries, _length, what) {
    const location = entries.find(({ key }) => key === "location")?.value ?? "";
    throw new UserError(
      `${what}: external data "${printable(location)}" needs the model's folder; read the model from its file, or save it with its data inside`,
    );
  },
};
