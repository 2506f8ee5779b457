import type { ClientPart, CredentialsClient } from "#adapters/client-contracts.ts";
import { credentials } from "#adapters/supabase/credentials.ts";

/** The way to sign in with e-mail address and password. */
export const loadCredentials = async (_part: ClientPart): Promise<CredentialsClient> => credentials;
