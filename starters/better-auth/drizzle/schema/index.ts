export * from "#drizzle/schema/auth.ts";
export * from "#drizzle/schema/project.ts";
export * from "#drizzle/schema/threads.ts";
