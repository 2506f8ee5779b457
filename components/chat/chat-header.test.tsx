import { TamboProvider } from "@tambo-ai/react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ChatHeader } from "./chat-header.tsx";
import { ChatCommands, ChatInfo } from "./chat-info.tsx";
import { ThreadsProvider } from "./threads-context.tsx";

const nothing = () => {};
const commands = {
  newChat: nothing,
  searchThreads: nothing,
  openDrawer: nothing,
  showKeys: nothing,
};
const info = {
  config: {
    apiKey: "pk_of_a_test",
    tamboUrl: "http://localhost:3000",
    signInPath: "/sign-in",
    usesDemoModel: false,
    transcribes: false,
    keepsData: true,
    endsOtherSessions: true,
  },
  runsUnderWay: { current: 0 },
  registration: { isReady: true, load: nothing },
};

/** The heading as the server renders it, where there is no list of threads yet. */
function renderHeading(threadId: string | undefined, storedName: string | undefined) {
  const { apiKey, tamboUrl } = info.config;
  const html = renderToStaticMarkup(
    <TamboProvider apiKey={apiKey} tamboUrl={tamboUrl} userKey="ada">
      <ThreadsProvider>
        <ChatInfo value={info}>
          <ChatCommands value={commands}>
            <ChatHeader threadId={threadId} storedName={storedName} isLoading={false} />
          </ChatCommands>
        </ChatInfo>
      </ThreadsProvider>
    </TamboProvider>,
  );
  return /<h1 class="([^"]*)">(.*)<\/h1>/.exec(html)?.slice(1);
}

test("no name is shown until one is known", () => {
  expect(renderHeading("thr_1", undefined)).toEqual(["sr-only", "Loading the thread"]);
  expect(renderHeading("thr_1", "Revenue")).toEqual([expect.stringContaining("text-"), "Revenue"]);
  expect(renderHeading(undefined, undefined)?.[1]).toBe("New chat");
});
