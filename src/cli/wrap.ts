export { wrap } from "../display/wrap.js";
