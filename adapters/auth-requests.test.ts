import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { answerAuthRequest } from "./auth-requests.ts";
import { adapter as betterAuth } from "./better-auth/session.ts";
import { adapter as supabase } from "./supabase/session.ts";

test.each([
  ["Better Auth", betterAuth],
  ["Supabase", supabase],
])(
  "where nobody new may come in, %s's form is refused before anything is asked",
  async (_, adapter) => {
    identityHooks().isClosedTo = async (invitation) => invitation !== "claim";
    const asked: string[] = [];
    const handleAuthRequest = async ({ url }: Request) => {
      asked.push(new URL(url).pathname);
      return new Response();
    };
    const post = (path: string) =>
      answerAuthRequest(
        { ...adapter, handleAuthRequest },
        new NextRequest(appEnv().APP_URL + path, { method: "POST", body: "{}" }),
      );
    const refused = { status: 403, code: "SIGN_UP_CLOSED" };
    await expect(post(adapter.signUpRoute ?? "")).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
    await post("/auth/another");
    identityHooks().isClosedTo = async () => false;
    await post(adapter.signUpRoute ?? "");
    expect(asked).toEqual(["/auth/another", adapter.signUpRoute]);
  },
);
