"use client";

import dynamic from "next/dynamic";
import type { ChatSessionProps } from "./chat-session.tsx";

// The routes are those of visitors, too, whose pages would load all of this.

const Session = dynamic(() => import("./chat-session.tsx").then((module) => module.ChatSession));

// The SDK is most of the page's weight, so nothing but a signed-in chat loads it.
const UserTamboProvider = dynamic(() =>
  import("./tambo-provider.tsx").then((module) => module.UserTamboProvider),
);

/** The chat of a signed-in user, loaded only where there is one. */
export function ChatSession(props: Omit<ChatSessionProps, "UserTamboProvider">) {
  return <Session {...props} UserTamboProvider={UserTamboProvider} />;
}

/** The conversation inside it. */
export const Conversation = dynamic(() =>
  import("./tambo-provider.tsx").then((module) => module.Conversation),
);
