export * from "./auth.ts";
export * from "./neon.ts";
export * from "./project.ts";
export * from "./renewals.ts";
export * from "./settings.ts";
export * from "./suggestions.ts";
export * from "./threads.ts";
