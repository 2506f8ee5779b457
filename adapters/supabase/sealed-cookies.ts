import { seal, unseal } from "#lib/base/seal.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { type Cookie, joinCookies, splitCookie } from "../shared/long-cookies.ts";

const key = () => deriveKey("supabase-session");

/** A cookie that nobody but this app makes, under no other name, in as many parts as browsers need. */
export async function sealCookie({ name, value }: Cookie): Promise<Cookie[]> {
  await openRootKey();
  return splitCookie({ name, value: seal(value, key(), name) });
}

/** The cookies of a request that this app has sealed, as they were before. */
export async function openCookies(requestCookies: Cookie[], prefix: string): Promise<Cookie[]> {
  const sealed = joinCookies(requestCookies).filter(({ name }) => name.startsWith(prefix));
  if (sealed.length > 0) await openRootKey();
  return sealed.flatMap(({ name, value }) => {
    const opened = unseal(value, key(), name);
    return opened === undefined ? [] : [{ name, value: opened }];
  });
}
