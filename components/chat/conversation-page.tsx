"use client";

import dynamic from "next/dynamic";

/** The conversation, loaded with the SDK and so only where there is a signed-in user. */
export const ConversationPage = dynamic(() =>
  import("./conversation.tsx").then((module) => module.Conversation),
);
