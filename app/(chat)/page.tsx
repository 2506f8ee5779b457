import { currentUser } from "#app/current-user.ts";
import { Conversation } from "#components/chat/chat-pages.tsx";
import { appEnv } from "#lib/base/env.ts";
import { LandingPage } from "./landing-page.tsx";

export default async function StartPage() {
  if (appEnv().TOKEN_RETRIEVAL === "server" && !(await currentUser())) return <LandingPage />;
  return <Conversation />;
}
