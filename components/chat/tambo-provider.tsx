"use client";

import { TamboProvider } from "@tambo-ai/react";
import type { ReactNode, RefObject } from "react";
import { Announcer } from "./announcer.tsx";
import { ChatFrame } from "./chat-frame.tsx";
import { type ChatConfig, ChatInfo, type ChatUser } from "./chat-info.tsx";
import { Notices } from "./notices.tsx";
import { ThreadsProvider } from "./threads-context.tsx";
import { useRegistry } from "./use-registry.ts";

// Named after the first answer: the default waits for the second question.
const MESSAGES_BEFORE_NAME = 2;

export interface UserTamboProviderProps {
  config: ChatConfig;
  user?: ChatUser;
  userToken: string;
  runsUnderWay: RefObject<number>;
  isSidebarOpen: boolean;
  children: ReactNode;
}

/** The Tambo provider of one user, and the frame of the chat inside it. */
export function UserTamboProvider({
  config,
  user,
  userToken,
  runsUnderWay,
  ...frame
}: UserTamboProviderProps) {
  const { registry, ...registration } = useRegistry();
  return (
    <TamboProvider
      apiKey={config.apiKey}
      tamboUrl={config.tamboUrl}
      userToken={userToken}
      components={registry?.components}
      tools={registry?.tools}
      autoGenerateNameThreshold={MESSAGES_BEFORE_NAME}
    >
      <Announcer>
        <Notices>
          <ThreadsProvider>
            <ChatInfo value={{ config, user, runsUnderWay, registration }}>
              <ChatFrame isSidebarOpen={frame.isSidebarOpen}>{frame.children}</ChatFrame>
            </ChatInfo>
          </ThreadsProvider>
        </Notices>
      </Announcer>
    </TamboProvider>
  );
}
