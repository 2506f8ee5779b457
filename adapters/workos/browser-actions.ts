/** What AuthKitProvider gets in place of the SDK's server actions: it asks who is signed in, and nothing else. */
export async function getAuthAction(): Promise<{ user: { id: string } | null }> {
  const response = await fetch("/auth/session");
  if (!response.ok) throw new Error(`/auth/session answered ${response.status}`);
  const { userId } = await response.json();
  return { user: userId ? { id: userId } : null };
}

async function notOffered(): Promise<never> {
  throw new Error("This app does not offer it to page script");
}

export {
  notOffered as checkSessionAction,
  notOffered as getAccessTokenAction,
  notOffered as getOrganizationAction,
  notOffered as handleSignOutAction,
  notOffered as refreshAccessTokenAction,
  notOffered as refreshAuthAction,
  notOffered as switchToOrganizationAction,
};
