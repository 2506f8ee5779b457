import { createElement, type ReactNode } from "react";
import { SignIn } from "#adapters/clerk/client.tsx";
import type { ClientPart, CredentialsClient } from "#adapters/client-contracts.ts";

interface CredentialsProps {
  part: ClientPart;
  children: (credentials: CredentialsClient) => ReactNode;
}

/** Gives its child Clerk's way to sign in with e-mail address and password. */
export const Credentials = ({ children }: CredentialsProps) => createElement(SignIn, { children });
