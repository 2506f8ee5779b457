/**
 * Where unsent text is kept, here and by message fields of `npx tambo add`. The keys name only the thread, so
 * one user's text would greet the next.
 */
export const DRAFT_PREFIX = "tambo.components.messageInput.draft.";
const OWNER_KEY = "drafts-owner";

/** Forgets every unsent text of this tab. */
export function clearDrafts(): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(DRAFT_PREFIX)) sessionStorage.removeItem(key);
  sessionStorage.removeItem(OWNER_KEY);
}

/** Keeps unsent texts only if they were written by this owner. To be called before the composer reads them. */
export function claimDrafts(ownerId: string): void {
  if (sessionStorage.getItem(OWNER_KEY) !== ownerId) clearDrafts();
  sessionStorage.setItem(OWNER_KEY, ownerId);
}
