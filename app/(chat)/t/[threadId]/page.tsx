import { notFound, redirect } from "next/navigation";
import { sessionAdapter } from "#adapters/session.ts";
import { currentUser } from "#app/current-user.ts";
import { Conversation } from "#components/chat/chat-pages.tsx";
import { appEnv } from "#lib/base/env.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { threadExists } from "#lib/threads/find-threads.ts";

interface ThreadPageProps {
  params: Promise<{ threadId: string }>;
}

export default async function ThreadPage({ params }: ThreadPageProps) {
  const { TAMBO_URL, TOKEN_RETRIEVAL } = appEnv();
  const { threadId } = await params;
  // In client mode, and with threads elsewhere, the browser finds out whether the thread exists.
  if (TOKEN_RETRIEVAL === "server") {
    const user = await currentUser();
    if (!user) redirect(withReturnTo((await sessionAdapter()).signInPath, `/t/${threadId}`));
    if (!TAMBO_URL && !(await threadExists(user.token.ownerId, threadId))) notFound();
  }
  return <Conversation />;
}
