/**
 * A line to a board: bytes in both directions, nothing else. Bytes may be lost or damaged on the way; `link/` copes.
 */
export interface Transport {
  /** Resolves when the line can take more. @throws when the line is closed. */
  write(bytes: Uint8Array): Promise<void>;
  /** Where arriving bytes go; one listener, and nothing that arrived before it was set is lost. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Told once when the line closes, with what is known of the reason. */
  onClose(listener: (reason: string) => void): void;
  /** Closes the line and ends a virtual board. May be called twice. */
  close(): Promise<void>;
}
