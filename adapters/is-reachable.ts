const TIMEOUT = 3_000; // milliseconds

/** Whether a provider answers at this address of its: no visitor is sent to a page that cannot be loaded. */
export async function isReachable(address: URL): Promise<boolean> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) }).catch(() => {});
  return response?.ok === true;
}
