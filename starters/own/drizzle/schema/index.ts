export * from "#drizzle/schema/project.ts";
export * from "#drizzle/schema/threads.ts";
export * from "./renewals.ts";
