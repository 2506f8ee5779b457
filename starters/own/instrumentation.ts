/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { after } = await import("next/server");
  const { boot } = await import("./server/boot.ts");
  const { setWaitUntil } = await import("#lib/base/background.ts");
  // Keeps a host that stops with its last request alive until an open answer is finished.
  setWaitUntil((promise) => after(() => promise));
  await boot();
}
