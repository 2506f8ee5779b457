"use client";

import { TamboProvider } from "@tambo-ai/react";
import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useState,
} from "react";
import { pageMcp } from "#components/tambo/mcp-servers.ts";
import { Announcer } from "./announcer.tsx";
import { ChatFrame } from "./chat-frame.tsx";
import { type ChatConfig, ChatInfo, type ChatUser } from "./chat-info.tsx";
import { Notices } from "./notices.tsx";
import { ThreadsProvider } from "./threads-context.tsx";

// Loaded with the provider as one: what both use would come twice.
export { Conversation } from "./conversation.tsx";

// Named after the first answer: the default waits for the second question.
const MESSAGES_BEFORE_NAME = 2;

const PageMcp = pageMcp && lazy(pageMcp.load);

type Registry = typeof import("#components/tambo/registry.ts");

const RETRY = 2_000; // milliseconds

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
      mcpServers={pageMcp?.servers}
      autoGenerateNameThreshold={MESSAGES_BEFORE_NAME}
    >
      {PageMcp && (
        <Suspense fallback={null}>
          <PageMcp />
        </Suspense>
      )}
      {registry?.registrations.map((Register, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
        <Register key={index} />
      ))}
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

/**
 * The registry with its schemas and with Zod, the transcript, and the words for what fails: a sixth of what
 * the chat would load at first. They come with the first thread that is opened or the first letter of a question.
 */
function useRegistry() {
  const [isWanted, setWanted] = useState(false);
  const [registry, setRegistry] = useState<Registry>();
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    if (!isWanted) return;
    let timer: ReturnType<typeof setTimeout>;
    const load = () =>
      Promise.all([
        import("#components/tambo/registry.ts"),
        import("./transcript.tsx"),
        import("./error-card.tsx"),
      ]).then(
        ([loaded]) => setRegistry(loaded),
        () => {
          timer = setTimeout(load, RETRY);
        },
      );
    void load();
    return () => clearTimeout(timer);
  }, [isWanted]);

  // After the SDK's own effect, which registers what it is given.
  useEffect(() => setReady(registry !== undefined), [registry]);
  return { registry, isReady, load: useCallback(() => setWanted(true), []) };
}
