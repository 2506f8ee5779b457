import type { ReactNode } from "react";
import type { ClientPart, CredentialsClient } from "#adapters/client-contracts.ts";
import { credentials } from "#adapters/supabase/credentials.ts";

interface CredentialsProps {
  part: ClientPart;
  children: (credentials: CredentialsClient) => ReactNode;
}

/** Gives its child the way to sign in with e-mail address and password. */
export const Credentials = ({ children }: CredentialsProps) => children(credentials);
