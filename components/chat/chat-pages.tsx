"use client";

import dynamic from "next/dynamic";

// The routes are those of visitors, too, whose pages would load all of this.

/** The chat of a signed-in user, loaded only where there is one. */
export const ChatSession = dynamic(() =>
  import("./chat-session.tsx").then((module) => module.ChatSession),
);

/** The conversation inside it. */
export const Conversation = dynamic(() =>
  import("./conversation.tsx").then((module) => module.Conversation),
);
