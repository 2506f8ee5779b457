import {
  type TamboComponent,
  TamboProvider,
  type TamboTool,
  useTambo,
  useTamboComponentState,
  useTamboSuggestions,
  useTamboThreadInput,
  withTamboInteractable,
} from "@tambo-ai/react";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { array, number, object, string } from "zod";

/** A page of another origin with the React SDK as it is published, and as little else as possible. */
interface Config {
  tamboUrl: string;
  apiKey: string;
  userToken: string;
  threadId?: string;
}

const weatherProps = object({
  city: string().optional(),
  days: array(object({ t: number().optional() })).optional(),
});

function WeatherCard({ city, days = [] }: { city?: string; days?: { t?: number }[] }) {
  const [unit, setUnit] = useTamboComponentState("unit", "C");
  const [note, setNote] = useTamboComponentState("note", "none");
  return (
    <section aria-label="Weather">
      {city}: {days.length} days in {unit}, note {note}
      <button type="button" onClick={() => setUnit("F")}>
        Fahrenheit
      </button>
      <button type="button" onClick={() => setNote("umbrella")}>
        Umbrella
      </button>
    </section>
  );
}

const Note = withTamboInteractable(
  ({ text }: { text: string }) => <section aria-label="Note">{text}</section>,
  {
    componentName: "Note",
    description: "A note the user keeps",
    propsSchema: object({ text: string() }),
  },
);

const components: TamboComponent[] = [
  {
    name: "WeatherCard",
    description: "The weather in one city.",
    component: WeatherCard,
    propsSchema: weatherProps,
  },
];

const numbers = object({ a: number(), b: number() });
const calculators: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};
const tools = Object.entries(calculators).map(([name, calculate]) => ({
  name,
  description: `${name} two numbers`,
  inputSchema: numbers,
  outputSchema: number(),
  tool: ({ a, b }: { a: number; b: number }) => calculate(a, b),
})) as unknown as TamboTool[];

function Chat({ threadId }: { threadId?: string }) {
  const { messages, isIdle, isIdentified, currentThreadId, switchThread, cancelRun } = useTambo();
  const { value, setValue, submit } = useTamboThreadInput();
  const { suggestions } = useTamboSuggestions();
  useEffect(() => {
    if (threadId) switchThread(threadId);
  }, [threadId, switchThread]);
  return (
    <main>
      <p role="status">{isIdentified && isIdle ? "ready" : "busy"}</p>
      <output aria-label="Thread">{currentThreadId}</output>
      <input aria-label="Message" value={value} onChange={({ target }) => setValue(target.value)} />
      <button type="button" onClick={() => void submit().catch(console.error)}>
        Send
      </button>
      <button type="button" onClick={() => void cancelRun()}>
        Cancel
      </button>
      <Note text="bread" />
      <ol>
        {messages.flatMap(({ id, content }) =>
          content.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
            <li key={`${id} ${index}`}>
              {block.type === "text" && block.text}
              {block.type === "component" && block.renderedComponent}
              {block.type === "tool_use" && block.name}
            </li>
          )),
        )}
      </ol>
      <ul aria-label="Suggestions">
        {suggestions.map(({ id, detailedSuggestion }) => (
          <li key={id}>{detailedSuggestion}</li>
        ))}
      </ul>
    </main>
  );
}

const config: Config = JSON.parse(decodeURIComponent(location.hash.slice(1)));
createRoot(document.body.appendChild(document.createElement("div"))).render(
  <TamboProvider {...config} components={components} tools={tools}>
    <Chat threadId={config.threadId} />
  </TamboProvider>,
);
