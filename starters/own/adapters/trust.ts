export { providerTrust } from "./about.ts";
