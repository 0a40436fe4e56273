/** The demonstration's model and digits, put in by `vite.config.ts`; base64. */
declare module "virtual:digits" {
  export const modelOnnx: string;
  export const digitsNpz: string;
  /** Modules of WebAssembly that run it, deflated, and what each is. */
  export const boards: readonly { readonly what: string; readonly code: string }[];
}

declare module "*?worker&inline" {
  const Made: new () => Worker;
  export default Made;
}
