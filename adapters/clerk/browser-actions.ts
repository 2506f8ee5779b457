/** In place of Clerk's server action, which has Next forget the pages it holds: after signing in ours are loaded anew. */
export async function invalidateCacheAction(): Promise<void> {}
