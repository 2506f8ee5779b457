export { proxyAdapter } from "./about.ts";
