/** The demonstration's model and digits, put in by `vite.config.ts`; base64. */
declare module "virtual:digits" {
  export const modelOnnx: string;
  export const digitsNpz: string;
}

declare module "*?worker&inline" {
  const Made: new () => Worker;
  export default Made;
}
