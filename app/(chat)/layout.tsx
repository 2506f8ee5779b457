import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ProviderFrame } from "#adapters/client.ts";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { currentUser } from "#app/current-user.ts";
import { ChatSession } from "#components/chat/chat-pages.tsx";
import { appEnv, hasDatabase } from "#lib/base/env.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { transcribes, usesDemoModel } from "#lib/runs/models/model-settings.ts";
import { isCurrentAdmin } from "../current-admin.ts";
import { LandingPage } from "./landing-page.tsx";
import { readModelProblem } from "./model-problem.ts";

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const { APP_URL, TAMBO_URL, TOKEN_RETRIEVAL, OWNER_SCOPE } = appEnv();
  // In client mode the page is the same for everybody, and the browser asks who is signed in.
  const user = TOKEN_RETRIEVAL === "server" ? await currentUser() : undefined;
  if (TOKEN_RETRIEVAL === "server" && !user) return children;

  const [{ publishableKey }, adapter, cookieStore, part] = await Promise.all([
    defaultProject(),
    sessionAdapter(),
    cookies(),
    readClientPart(),
  ]);
  return (
    <ProviderFrame part={part}>
      <ChatSession
        config={{
          apiKey: publishableKey,
          tamboUrl: TAMBO_URL ?? APP_URL,
          signInPath: adapter.signInPath,
          accountPath: adapter.accountPath,
          organizationPath: OWNER_SCOPE === "organization" ? adapter.organizationPath : undefined,
          usesDemoModel: usesDemoModel(),
          transcribes: transcribes(),
          keepsData: TAMBO_URL === undefined,
          endsOtherSessions: hasDatabase(),
        }}
        user={
          user && {
            name: user.profile.name,
            email: user.profile.email,
            isGuest: user.isGuest,
            admin: (await isCurrentAdmin(user)) ? { readModelProblem } : undefined,
          }
        }
        initialToken={user?.token}
        isSidebarOpen={cookieStore.get("sidebar")?.value !== "closed"}
        landing={<LandingPage />}
      >
        {children}
      </ChatSession>
    </ProviderFrame>
  );
}
