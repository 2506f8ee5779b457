export * from "./auth.ts";
export * from "./project.ts";
export * from "./threads.ts";
