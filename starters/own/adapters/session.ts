export { sessionAdapter } from "./about.ts";
