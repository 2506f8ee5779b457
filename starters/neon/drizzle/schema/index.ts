export * from "#drizzle/schema/neon.ts";
export * from "#drizzle/schema/project.ts";
export * from "#drizzle/schema/threads.ts";
